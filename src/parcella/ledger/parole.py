"""Words that agree with a number, for the sentences the user reads."""


def quanti(numero: int, uno: str, molti: str) -> str:
    """«1 documento», «2 documenti»."""
    return f"{numero} {uno if numero == 1 else molti}"
