"""Shows the name of each key that arrives."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from parcella.keyboard.tasti import FunctionKeys, TypeAhead


class Spia(FunctionKeys, TypeAhead, App[None]):
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("pronto", id="tasto")

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"[tasto {event.key} ]".replace("[", "\\["))


if __name__ == "__main__":
    Spia().run()
