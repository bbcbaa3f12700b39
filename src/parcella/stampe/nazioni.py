"""The countries as an Italian envelope names them."""

_ELENCO = """
AD Andorra|AE Emirati Arabi Uniti|AL Albania|AR Argentina|AT Austria|AU Australia|BA Bosnia ed Erzegovina|BE Belgio
BG Bulgaria|BR Brasile|BY Bielorussia|CA Canada|CH Svizzera|CL Cile|CN Cina|CO Colombia|CY Cipro|CZ Repubblica Ceca
DE Germania|DK Danimarca|DZ Algeria|EE Estonia|EG Egitto|ES Spagna|FI Finlandia|FR Francia|GB Regno Unito
GE Georgia|GR Grecia|HK Hong Kong|HR Croazia|HU Ungheria|IE Irlanda|IL Israele|IN India|IS Islanda|JP Giappone
KR Corea del Sud|LI Liechtenstein|LT Lituania|LU Lussemburgo|LV Lettonia|MA Marocco|MC Monaco|MD Moldova|ME Montenegro
MK Macedonia del Nord|MT Malta|MX Messico|NL Paesi Bassi|NO Norvegia|NZ Nuova Zelanda|PE Perù|PL Polonia|PT Portogallo
QA Qatar|RO Romania|RS Serbia|RU Russia|SA Arabia Saudita|SE Svezia|SG Singapore|SI Slovenia|SK Slovacchia|SM San Marino
TH Thailandia|TN Tunisia|TR Turchia|TW Taiwan|UA Ucraina|US Stati Uniti d'America|VA Città del Vaticano
ZA Sudafrica
"""
NOMI = {voce[:2]: voce[3:] for riga in _ELENCO.split("\n") for voce in riga.split("|") if voce}


def nome_nazione(codice: str) -> str:
    """Germania for DE; nothing for Italy; the code itself for a country not listed."""
    return "" if codice == "IT" else NOMI.get(codice, codice)
