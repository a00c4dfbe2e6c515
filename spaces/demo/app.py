"""The Space: match, explain, extract and edit in a browser, with the evidence. Run it from its own folder.

python app.py                                          # http://127.0.0.1:7860
RJDB_HOME=../../rjdb python app.py                     # with the data of a dataset that you built
RJDB_STUDENTS=../../students/matcher python app.py     # with students, folders or repositories of the Hub
"""

import importlib.util
import os
import sys

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from documents.intake import MOST_BYTES
from page.page import STYLE, build
from release_data import open_release
from service.service import DemoService
from systems.choice import Systems

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


def main() -> None:
    page = build(DemoService(Systems.of_environment()), open_release())
    page.launch(
        inbrowser="--open" in sys.argv,
        theme=theme(), css=STYLE, footer_links=["api"], run_history=False, enable_monitoring=False,
        max_file_size=MOST_BYTES, show_error=True, ssr_mode=False, pwa=False,
        state_session_capacity=SESSIONS, mcp_server=importlib.util.find_spec("mcp") is not None,
    )  # fmt: skip


if __name__ == "__main__":
    main()
