"""The Space: match, explain, extract and edit in a browser, with the evidence. Run it from its own folder.

python app.py                                          # http://127.0.0.1:7860
RJDB_HOME=../../rjdb python app.py                     # with the data of a dataset that you built
RJDB_STUDENTS=../../students/matcher python app.py     # with students, folders or repositories of the Hub
"""

import argparse
import importlib.util
import os
import signal
import sys
import tempfile

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# gradio sums up the times of its last 10,000 answers after each one, for a page that is off here
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000")
if not os.environ.get("GRADIO_TEMP_DIR"):  # gradio's own is one for all users of a machine, and belongs to the first
    uploads = tempfile.TemporaryDirectory(prefix="rjdb-demo-")  # goes with the process
    os.environ["GRADIO_TEMP_DIR"] = uploads.name


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("--open", action="store_true", help="also open it in a browser")
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    return parser.parse_args()


if __name__ == "__main__":
    asked = options()  # a wrong one is told before seconds of imports

try:
    import gradio as gr
    from documents.intake import MOST_BYTES
    from page.page import STYLE, build
    from release_data import open_release
    from service.service import DemoService
    from systems.choice import Systems

    import rjdb
except ModuleNotFoundError as error:
    sys.exit(
        f"error: {error.name} is not installed for {sys.executable}; run `make demo` at the top of the project, or install "
        "gradio and what requirements.txt lists"
    )

# Visitors at once; gradio keeps some 0.3 MiB for each, and nothing of what they typed.
SESSIONS = 500


def theme() -> gr.themes.Base:
    """Fonts of the reader's system: nothing is fetched from elsewhere."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    mono = ["ui-monospace", "Consolas", "Menlo", "monospace"]
    chosen = gr.themes.Default(primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=mono)
    return chosen.set(  # greys dark enough to be read (WCAG AA)
        body_text_color_subdued="*neutral_600", body_text_color_subdued_dark="*neutral_300",
        block_info_text_color="*neutral_600", block_info_text_color_dark="*neutral_300",
        block_label_text_color="*neutral_700", block_label_text_color_dark="*neutral_200",
        block_title_text_color="*neutral_700", block_title_text_color_dark="*neutral_200",
        button_primary_background_fill="*primary_700", button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800", button_primary_background_fill_hover_dark="*primary_600",
    )  # fmt: skip


def main(asked: argparse.Namespace) -> None:
    if asked.version:
        print(f"rjdb {rjdb.VERSION}")
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does, in the background of a shell too
    systems = Systems.of_environment()
    systems.ready()
    page = build(DemoService(systems), open_release())
    page.launch(
        inbrowser=asked.open,
        theme=theme(), css=STYLE, footer_links=["api"], run_history=False, enable_monitoring=False,
        max_file_size=MOST_BYTES, show_error=True, ssr_mode=False, pwa=False,
        state_session_capacity=SESSIONS, mcp_server=importlib.util.find_spec("mcp") is not None,
    )  # fmt: skip


if __name__ == "__main__":
    main(asked)
