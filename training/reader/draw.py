"""Pages with the boxes and numbers of their lines, to see what was read in which order.

    python -m training.reader draw resume.pdf --out pictures      # pictures/resume-1.png, …

Rendering is done here, in the process of the one who looks, and not in the sandbox: draw files that you trust.
"""

from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.errors import BadInput, check_positive
from dataset_builder.extras import require_extra
from training.reader.files import read_pages
from training.reader.lines import Line

# One per column, in turn; colours of the dataset's figures, dark enough on white.
_COLOURS = ("#1b6ca8", "#b8410f", "#2c7a3f", "#7b3fa0", "#8a6d00", "#0f7c85")


@dataclass(frozen=True)
class DrawConfig:
    """The options of `draw`."""

    path: str = field(metadata={"help": "a PDF", "positional": True})
    out: str = field(default=".", metadata={"help": "folder for the pictures", "metavar": "DIR"})
    scale: float = field(default=1.5, metadata={"help": "pixels per point"})

    def __post_init__(self) -> None:
        check_positive(self, "scale")


def draw(config: DrawConfig) -> list[Path]:
    """Writes a picture of each page; returns their paths. Raises BadInput where the file is no PDF or cannot be read."""
    require_extra("training.reader draw", "read")
    import pypdfium2

    pages = read_pages(config.path)
    if pages.kind != "pdf":
        raise BadInput(f"{config.path}: is no PDF, and only these have pages to draw; name a PDF")
    out = Path(config.out)
    out.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(config.path)
    written = []
    for number in range(1, len(document) + 1):
        image = document[number - 1].render(scale=config.scale).to_pil().convert("RGB")
        _draw_lines(image, [line for line in pages.lines if line.page == number], config.scale)
        written.append(out / f"{Path(config.path).stem}-{number}.png")
        image.quantize(64).save(written[-1], optimize=True)
    document.close()
    return written


def _draw_lines(image, lines: list[Line], scale: float) -> None:
    from PIL import ImageDraw, ImageFont

    canvas, font = ImageDraw.Draw(image), ImageFont.load_default(size=6.5 * scale)
    columns = {column: at for at, column in enumerate(dict.fromkeys(line.column for line in lines))}
    for line in lines:
        if line.box is None:
            continue
        x0, top, x1, bottom = (side * scale for side in line.box)
        colour = _COLOURS[columns[line.column] % len(_COLOURS)]
        canvas.rectangle((x0 - 1, top, x1 + 1, bottom), outline=colour, width=1)
        label = str(line.n)
        width = canvas.textlength(label, font=font)
        canvas.rectangle((x0 - width - 3, top, x0 - 2, top + 7.5 * scale), fill=colour)
        canvas.text((x0 - width - 2.5, top - 0.5), label, fill="white", font=font)
