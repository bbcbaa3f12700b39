"""What each family of terminals sends, from the measurements and the documents of each of them."""

SHIFT_XTERM = {n: f"\x1b[1;2{c}" for n, c in zip((1, 2, 3, 4), "PQRS", strict=True)} | {
    n: f"\x1b[{codice};2~" for n, codice in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
}
PIANI_XTERM = dict(zip((1, 2, 3, 4), ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"), strict=True)) | {
    n: f"\x1b[{codice}~" for n, codice in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
}
CTRL_XTERM = {n: s.replace(";2", ";5") for n, s in SHIFT_XTERM.items()}
SHIFT_RXVT = {n: f"\x1b[{codice}~" for n, codice in zip(range(3, 11), (25, 26, 28, 29, 31, 32, 33, 34), strict=True)}


def _nomi(sequenze: dict[int, str], modificatore: str = "") -> dict[str, str]:
    return {f"{modificatore}f{n}": s for n, s in sequenze.items()}


_XTERM = _nomi(PIANI_XTERM) | _nomi(SHIFT_XTERM, "shift+") | _nomi(CTRL_XTERM, "ctrl+")
_KITTY_LEGACY = (
    _XTERM
    | {"f1": "\x1b[P", "f2": "\x1b[Q", "f3": "\x1b[R", "f4": "\x1b[S"}
    | {f"f{n}": s for n, s in PIANI_XTERM.items() if n > 4}
)
_KITTY_LEGACY |= {"f1": "\x1b[1;1P", "f2": "\x1b[1;1Q", "f3": "\x1b[1;1R", "f4": "\x1b[1;1S"}
_NUM_LOCK = {"f2": "\x1b[1;129Q", "f3": "\x1b[1;129R", "shift+f3": "\x1b[1;130R", "ctrl+f3": "\x1b[1;133R"} | {
    "f5": "\x1b[15;129~",
    "shift+f8": "\x1b[19;130~",
    "shift+f5": "\x1b[15;130~",
}

FAMIGLIE: dict[str, dict[str, str]] = {
    "xterm": _XTERM | {"enter": "\r"},
    "gnome": {k: v for k, v in _XTERM.items() if k not in ("f10", "f11", "shift+f10")} | {"enter": "\r"},
    "kitty, forma vecchia": _KITTY_LEGACY | {"enter": "\r"},
    "kitty, forma attuale": {"shift+f3": "\x1b[13;2~", "f3": "\x1b[13~", "ctrl+f3": "\x1b[13;5~", "enter": "\x1b[13u"},
    "kitty con Bloc Num": _NUM_LOCK,
    "rxvt": _nomi(PIANI_XTERM)
    | {"f1": "\x1b[11~", "f2": "\x1b[12~", "f3": "\x1b[13~", "f4": "\x1b[14~"}
    | _nomi(SHIFT_RXVT, "shift+")
    | {"shift+f11": "\x1b[23$", "shift+f12": "\x1b[24$", "ctrl+f3": "\x1b[13^", "ctrl+f2": "\x1b[12^"},
    "PuTTY": {"f1": "\x1b[11~", "f2": "\x1b[12~", "f3": "\x1b[13~", "f4": "\x1b[14~", "f10": "\x1b[21~"}
    | _nomi(SHIFT_RXVT, "shift+"),
    "tmux": _nomi(PIANI_XTERM) | _nomi(SHIFT_XTERM, "shift+") | _nomi(CTRL_XTERM, "ctrl+") | {"enter": "\n"},
}
# The kernel's own keymap numbers Shift+Fn from ten as PuTTY does; Debian's console keymap from twelve.
CONSOLE = {f"f{n}": f"\x1b[[{c}" for n, c in zip(range(1, 6), "ABCDE", strict=True)} | {
    f"shift+f{n}": f"\x1b[{codice}~" for n, codice in zip(range(1, 9), (25, 26, 28, 29, 31, 32, 33, 34), strict=True)
}
