"""What a model costs, from `pricing.yaml` or a file like it. A model that is not listed is asked for, never guessed."""

from dataclasses import dataclass
from pathlib import Path

from dataset_builder.errors import BadInput


@dataclass(frozen=True)
class Price:
    """USD per million tokens. `batch` is the share of the price that a batch costs."""

    prompt: float
    completion: float
    batch: float = 1.0

    def usd(self, prompt_tokens: int, completion_tokens: int, batch: bool = False) -> float:
        full = (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1_000_000
        return full * self.batch if batch else full


def find_price(model: str, given: str | None = None, path: str | None = None) -> Price | None:
    """The price `given` as "IN,OUT", or the model's in the file; None where it is not listed.

    Raises:
        BadInput: `given` or the file cannot be read.
    """
    if given is not None:
        try:
            price = Price(*(float(part) for part in given.split(",")))
        except (TypeError, ValueError):
            price = None
        if price is None or min(price.prompt, price.completion, price.batch) < 0:
            raise BadInput(f"--price {given!r}: give USD per million tokens as IN,OUT, for example 0.15,0.60")
        return price
    import yaml  # here, so that an interpreter without packages can be told of

    file = Path(path) if path else Path(__file__).with_name("pricing.yaml")
    try:
        models = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
        row = models.get(model)
        return None if row is None else Price(**{name: float(value) for name, value in row.items()})
    except (OSError, yaml.YAMLError, TypeError, KeyError, AttributeError, ValueError) as error:
        raise BadInput(
            f"{file}: is no list of prices ({' '.join(str(error).split())}); see dataset_builder/llm/pricing.yaml"
        ) from error


def needed_price(model: str, given: str | None = None, path: str | None = None) -> Price:
    """Like `find_price` where a price is a must. Raises BadInput for a model that is not listed."""
    price = find_price(model, given, path)
    if price is None:
        raise BadInput(
            f"no price is known for model {model!r}; give --price IN,OUT in USD per million tokens "
            "(0,0 for a server of your own), or add it to a file for --prices"
        )
    return price
