"""The data of a release: the dataset that is given or built, and the original release to evaluate on."""

from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.storage.folder import BUILD_FILE, read_build
from training.release.config import ReleaseConfig
from training.release.steps import Step, digest_of


def data_steps(config: ReleaseConfig) -> list[Step]:
    steps = [
        Step(
            "data", f"dataset {config.dataset}", lambda: take_or_build(config),
            lambda: [digest_of(config.dataset / BUILD_FILE)] if config.data else config.triples,
            (config.dataset / BUILD_FILE,),
        )
    ]  # fmt: skip
    if config.original:
        path = Path(config.original)
        steps.append(
            Step("original", f"original release {path.name}", lambda: take_original(config), lambda: digest_of(path),
                 (config.imported / BUILD_FILE,))
        )  # fmt: skip
    return steps


def take_or_build(config: ReleaseConfig) -> str:
    """
    Raises:
        BadInput: the folder holds no dataset that passed its gate, or the build's own.
    """
    if not config.data:
        from dataset_builder.pipeline.build import build
        from dataset_builder.pipeline.configs import BuildConfig

        build(BuildConfig(out=str(config.dataset), triples=config.triples))
    made = read_build(config.dataset)
    if made is None or "gate" not in made:
        raise BadInput(
            f"{config.dataset}: holds no built dataset ({BUILD_FILE}); give --data one that `dataset_builder build` wrote"
        )
    failed = [row["name"] for row in made["gate"]["rows"] if row["passed"] is False]
    if failed:
        raise BadInput(f"{config.dataset}: failed its gate ({failed[0]}), so it would not be published; build another")
    return f"build {made['hash']}, {made['gate']['triples']:,} triples"


def take_original(config: ReleaseConfig) -> str:
    """Raises BadInput as `dataset_builder import`."""
    from dataset_builder.pipeline.configs import ImportConfig
    from dataset_builder.pipeline.import_original import import_release

    made = import_release(ImportConfig(str(config.original), str(config.imported), split="test", quiet=True))
    return f"build {made.build['hash']} in {config.imported}"
