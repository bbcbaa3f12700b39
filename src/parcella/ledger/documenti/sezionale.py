"""Electronic and paper sezionali of the parcelle (chapter 24): which of them a client may have, and what is asked.

A serie whose `fattura_elettronica` is empty takes both kinds, and raises nothing (batch.md). Notule have no part in it.
"""

from collections.abc import Mapping

from parcella.ledger.aziende.tabelle import Serie
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.esito import Rifiuto, Risposte

Sezionali = Mapping[tuple[str, int], Serie]


def abilitato(cliente: Cliente) -> bool:
    """Who gets electronic invoices: Tipo fattura elettronica S, or Fatt.PA S (chapter 24, Ambiguità 7)."""
    return cliente.tipo_fattura_elettronica == "S" or cliente.fattura_pa == "S"


def elettronica(cliente: Cliente, sezionale: str | None) -> bool:
    """Whether a parcella becomes an XML; on a paper sezionale (`N`) it does not, whoever the client is (FEL-026)."""
    return abilitato(cliente) and sezionale != "N"


def ammetti(serie: Sezionali, sigla: str, numero: int, cliente: Cliente) -> None:
    """Refuse at once an electronic sezionale for a client not enabled (FEL-030), if there is another one to go to."""
    if _per_chi_non_e_abilitato(serie, sigla, numero, cliente) and _altre(serie, numero):
        raise Rifiuto(
            "Cliente non abilitato alla fatturazione elettronica: indicare un altro cliente o un sezionale cartaceo.",
            "serie",
            "cliente_senza_fattura_elettronica",
        )


def controlla(serie: Sezionali, sigla: str, numero: int, cliente: Cliente, risposte: Risposte) -> None:
    """The controls of the confirm (FEL-025…030). Raises Rifiuto on `serie`, or Richiesta."""
    ammetti(serie, sigla, numero, cliente)
    if _per_chi_non_e_abilitato(serie, sigla, numero, cliente):
        risposte.pretendi("cliente_senza_fattura_elettronica", "serie", serie=str(numero))
    if sigla != "PA" or not abilitato(cliente):
        return
    tipo = serie[sigla, numero].fattura_elettronica
    if tipo == "N":
        risposte.pretendi("serie_cartacea", "serie", serie=str(numero))
    suo = cliente.sezionale_fattura_elettronica
    if tipo == "S" and suo is not None and suo != numero:
        risposte.pretendi("sezionale_diverso", "serie", serie=str(numero), suo=str(suo))
        risposte.avvisa(
            "sezionale_diverso",
            f"Il sezionale {numero} e' diverso da quello definito nell'anagrafica del cliente ({suo}).",
        )


def _per_chi_non_e_abilitato(serie: Sezionali, sigla: str, numero: int, cliente: Cliente) -> bool:
    voce = serie.get((sigla, numero))
    return sigla == "PA" and voce is not None and voce.fattura_elettronica == "S" and not abilitato(cliente)


def _altre(serie: Sezionali, numero: int) -> bool:
    """There is a sezionale of the parcelle that takes paper documents (chapter 24, Ambiguità 2)."""
    return any(
        sigla == "PA" and quale != numero and voce.fattura_elettronica != "S" for (sigla, quale), voce in serie.items()
    )
