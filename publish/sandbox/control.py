"""The door for other processes: faults, switches, the end of all tasks and what the sandbox holds, under /__sandbox/."""

from collections.abc import Callable

from publish.sandbox.behaviour import Behaviour
from publish.sandbox.exchange import JsonObject, MalformedBody, Reply, Request
from publish.sandbox.faults import Fault, Faults

ROOT = "/__sandbox/"


class Control:
    """Answers the calls under /__sandbox/; they meet no fault and are not counted as calls."""

    def __init__(
        self, faults: Faults, behaviour: Behaviour, holdings: Callable[[], JsonObject], finish: Callable[[], None]
    ) -> None:
        self._faults, self._behaviour, self._holdings, self._finish = faults, behaviour, holdings, finish

    def answer(self, request: Request) -> Reply:
        """``faults``: GET, POST one or a list, DELETE all; ``behaviour``: GET, POST changes; ``finish``: POST; ``state``: GET."""
        name = request.path.removeprefix(ROOT)
        try:
            match request.method, name:
                case "GET", "faults" | "behaviour" | "state":
                    pass
                case "POST", "faults":
                    self._add_faults(request)
                case "DELETE", "faults":
                    self._faults.clear()
                case "POST", "behaviour":
                    self._change(request)
                case "POST", "finish":
                    self._finish()
                case _:
                    return Reply.of_json({"error": "no such door"}, status=404)
        except (ValueError, MalformedBody) as error:
            return Reply.of_json({"error": str(error)}, status=400)
        return Reply.of_json(self._show(name))

    def _show(self, name: str) -> JsonObject:
        if name == "faults":
            return {"faults": [fault.as_json() for fault in self._faults.armed()]}
        return self._behaviour.as_json() if name == "behaviour" else self._holdings()

    def _add_faults(self, request: Request) -> None:
        wanted = request.json()
        self._faults.add(*(Fault.from_json(one) for one in (wanted if isinstance(wanted, list) else [wanted])))

    def _change(self, request: Request) -> None:
        wishes = request.json()
        if not isinstance(wishes, dict):
            raise ValueError("an object of switches and values is needed")
        self._behaviour.change(wishes)
