"""ZeroGPU without a GPU: a package `spaces` whose GPU forks, and a torch whose "cuda" may be computed with in the fork alone.

As the real package has it: in the process that serves the page weights can be moved to "cuda" and nothing can be computed with them;
a decorated function runs in a process forked from it and sends back what pickle can carry; of an error only the class comes
back, as a gradio Error; `duration` is a number or is called with the arguments.
"""

import multiprocessing
import pickle
import types
from collections.abc import Callable
from contextlib import contextmanager

import gradio as gr
import torch
from torch.overrides import TorchFunctionMode
from torch.utils.weak import WeakIdKeyDictionary

_COMPUTES = {torch.nn.functional.embedding, torch.nn.functional.linear, torch.matmul, torch.Tensor.matmul}


class Cuda(TorchFunctionMode):
    """Tensors on "cuda" lie in memory and are marked; outside a fork no layer takes them."""

    def __init__(self) -> None:
        super().__init__()
        self.marked = WeakIdKeyDictionary()
        self.inside = False

    def __torch_function__(self, func, kinds, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        args, moved = self._on_cpu(func, list(args), kwargs)
        if func == torch.Tensor.device.__get__ and args[0] in self.marked:
            return torch.device("cuda", 0)
        if (
            func in _COMPUTES
            and not self.inside
            and any(isinstance(one, torch.Tensor) and one in self.marked for one in args)
        ):
            raise RuntimeError("CUDA must not be initialised in the main process")
        found = func(*args, **kwargs)
        if func == torch.Tensor.data.__set__ and args[1] in self.marked:
            self.marked[args[0]] = True
        if moved and isinstance(found, torch.Tensor):
            found = found.view_as(found) if any(found is one for one in args) else found
            self.marked[found] = True
        return found

    @staticmethod
    def _on_cpu(func, args: list, kwargs: dict) -> tuple[list, bool]:
        """The arguments with "cuda" turned into the CPU, and whether it was there."""
        moved = False
        for at, one in enumerate(args):
            if at and (
                (isinstance(one, torch.device) and one.type == "cuda") or (one == "cuda" and func == torch.Tensor.to)
            ):
                args[at], moved = torch.device("cpu"), True
        if (device := kwargs.get("device")) is not None and torch.device(device).type == "cuda":
            kwargs["device"], moved = torch.device("cpu"), True
        return args, moved


class ZeroGPU:
    """`asked`: the seconds of each call. `refusal`: what the next call is refused with, as where a quota is used up."""

    def __init__(self) -> None:
        self.cuda, self.asked, self.refusal = Cuda(), [], ""

    def module(self) -> types.ModuleType:
        package = types.ModuleType("spaces")
        package.GPU = self.GPU
        return package

    @contextmanager
    def running(self):
        with self.cuda:
            yield self

    def GPU(self, function: Callable | None = None, *, duration=60):
        def wrap(function: Callable) -> Callable:
            def call(*args, **kwargs):
                self.asked.append(duration(*args, **kwargs) if callable(duration) else duration)
                if self.refusal:
                    raise gr.Error(self.refusal)
                return self._forked(function, args, kwargs)

            return call

        return wrap(function) if function else wrap

    def _forked(self, function: Callable, args: tuple, kwargs: dict):
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=self._child, args=(theirs, function, args, kwargs), daemon=True)
        process.start()
        theirs.close()
        try:
            right, value = pickle.loads(ours.recv_bytes())
        except EOFError:
            raise gr.Error("GPU task aborted") from None
        finally:
            process.join(60)
        if right:
            return value
        raise gr.Error(value)

    def _child(self, pipe, function: Callable, args: tuple, kwargs: dict) -> None:
        self.cuda.inside = True
        torch.set_num_threads(1)
        try:
            said = (True, function(*args, **kwargs))
        except Exception as error:
            said = (False, type(error).__name__)
        pipe.send_bytes(pickle.dumps(said))
