"""What a server refuses of a request, found out by sending it without."""

import re

from dataset_builder.llm.protocol.refusals import about_context, sort_of, without_echo
from dataset_builder.llm.protocol.unsupported_parameters import unsupported_parameter
from dataset_builder.llm.request import Call
from dataset_builder.llm.server_errors import MISSED_SCHEMA, RequestError

# What `transformers serve` answers where a chat template raises on the system role: it says no more.
_WORDLESS = re.compile(r"500( Internal Server Error)?", re.I)


class Learning:
    """What one request was refused for and is sent without; the server's dialect once it is answered so.

    An error may name a part of the body that it only repeats. Where the request is refused in the same words without that
    part, it was not the reason.
    """

    def __init__(self) -> None:
        self.causes: dict[str, str] = {}
        self._wrong: set[str] = set()
        self._suspicions = 0

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.causes)

    def learn(self, trouble: RequestError, call: Call, answered: bool) -> bool:
        """Whether to send the request again, without a part that the server seems to refuse. `answered`: others were."""
        if trouble.status not in (400, 403, 404, 422, 500, 501) or about_context(
            trouble.cause, trouble.code, call.body
        ):
            return False
        for name, cause in list(self.causes.items()):
            if sort_of(cause) == sort_of(trouble.cause):
                self._wrong.add(name)
                del self.causes[name]
        name = unsupported_parameter(call.body, without_echo(trouble.cause, call.body))
        if name is None and not answered and (suspected := _suspected(trouble, call)):
            self._suspicions += 1
            name = suspected if self._suspicions == 2 else None
        if name is None or name in self._wrong or name in self.causes:
            return False
        self.causes[name] = trouble.cause
        return True


def _suspected(trouble: RequestError, call: Call) -> str | None:
    """What may be the reason of an error that names nothing, if it comes twice."""
    if _WORDLESS.fullmatch(trouble.cause) and call.body["messages"][0]["role"] == "system":
        return "no system role"
    if trouble.code == MISSED_SCHEMA and "response_format" in call.body:
        return "no response_format"
    return None
