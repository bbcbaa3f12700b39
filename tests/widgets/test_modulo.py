"""Forms: how one moves, what is refused, what is kept."""

from datetime import date
from decimal import Decimal

from widgets.pilota import prova

COMPILATA = "501.00001\n\nS\n12\n"


async def test_invio_cammina_e_salta_i_campi_che_non_si_immettono() -> None:
    async with prova() as mani:
        testata = mani.documento.testata
        await mani.scrivi("501.00001\n")
        assert testata.campo and testata.campo.identificatore == "data"
        assert testata["ragione_sociale"] == "Rossi s.r.l."
        await mani.scrivi("\n\n")  # date as it is; Definitivo N: no protocol number
        assert testata.campo.identificatore == "note"
        await mani.premi("up", "up")
        assert testata.campo.identificatore == "data"


async def test_il_campo_condizionato_si_apre() -> None:
    async with prova() as mani:
        await mani.scrivi(COMPILATA)
        assert mani.documento.testata.valori["protocollo"] == 12
        assert mani.documento.testata["definitivo"] == "S"


async def test_data_e_importo_diventano_valori_e_il_video_ricalcola() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n5\n\nuna nota\n120+35,50\n")
        testata = mani.documento.testata
        assert testata["data"] == date(2026, 3, 5)
        assert testata["importo"] == Decimal("155.50")
        assert testata["doppio"] == Decimal("311.00")
        assert "Importo         155,50  Doppio         311,00" in mani.video[5]


async def test_piu_e_meno_su_una_data() -> None:
    async with prova() as mani:
        mani.documento.testata.vai_a("data")
        await mani.premi("plus", "plus", "minus", "enter")
        assert mani.documento.testata["data"] == date(2026, 3, 21)


async def test_un_importo_ambiguo_resta_li_con_il_suo_testo() -> None:
    async with prova() as mani:
        testata = mani.documento.testata
        testata.vai_a("importo")
        await mani.scrivi("1.234\n")
        assert testata.campo and testata.campo.identificatore == "importo"
        assert testata.editore.testo == "1.234"
        assert testata["importo"] is None
        assert "ambiguo" in mani.messaggio
        await mani.premi("end", "backspace", "enter")
        assert testata["importo"] == Decimal("1.23")


async def test_invio_su_un_obbligatorio_vuoto_non_passa_ma_si_puo_andare_altrove() -> None:
    async with prova() as mani:
        testata = mani.documento.testata
        await mani.premi("enter")
        assert testata.campo and testata.campo.identificatore == "cliente"
        assert mani.messaggio == "Cliente: il dato è obbligatorio."
        await mani.premi("tab")
        assert testata.campo.identificatore == "data"


async def test_l_aiuto_del_campo_compare_e_sparisce() -> None:
    async with prova() as mani:
        assert mani.messaggio == "F2 elenco"
        await mani.premi("tab")
        assert mani.messaggio == ""


async def test_un_clic_va_al_campo_e_accetta_quello_che_si_lascia() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00002")
        x, y = mani.dove("Importo ")
        await mani.clic(x + 12, y)
        testata = mani.documento.testata
        assert testata.campo and testata.campo.identificatore == "importo"
        assert testata["ragione_sociale"] == "Verdi Aldo"


async def test_un_clic_su_un_altro_riquadro_accetta_o_torna_indietro() -> None:
    async with prova() as mani:
        await mani.scrivi("nessuno")
        await mani.clic(8, mani.documento.righe.region.y + 1)
        assert mani.app.focused is mani.documento.testata
        assert mani.documento.testata.editore.testo == "nessuno"
        assert "Codice non trovato" in mani.messaggio


async def test_modificato_e_registrato() -> None:
    async with prova() as mani:
        documento = mani.documento
        assert not documento.modificato
        await mani.scrivi("5")
        assert documento.modificato, "anche il testo non ancora accettato è una modifica"
        await mani.premi("backspace")
        assert not documento.modificato
        await mani.scrivi("501.00001\n")
        assert documento.modificato
        documento.registrato()
        assert not documento.modificato


async def test_ridimensionare_tiene_campo_e_testo() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n\n\nmeta nota")
        await mani.pilota.resize_terminal(160, 50)
        await mani.quiete()
        testata = mani.documento.testata
        assert testata.campo and testata.campo.identificatore == "note"
        assert testata.editore.testo == "meta nota"
        await mani.pilota.resize_terminal(80, 12)
        await mani.quiete()
        assert testata.editore.testo == "meta nota"
        assert mani.dove("meta nota")


async def test_testo_troppo_lungo_rifiutato_con_una_frase() -> None:
    async with prova() as mani:
        mani.documento.testata.vai_a("note")
        await mani.scrivi("x" * 41)
        assert mani.documento.testata.editore.testo == "x" * 40
        assert mani.messaggio == "Note: al massimo 40 caratteri."


async def test_il_testo_rifiutato_si_riscrive_e_backspace_lo_corregge() -> None:
    async with prova() as mani:
        testata = mani.documento.testata
        testata.vai_a("definitivo")
        await mani.scrivi("x\n")
        assert "scrivere S oppure N" in mani.messaggio
        await mani.scrivi("s\n")
        assert testata["definitivo"] == "S"
        testata.vai_a("data")
        await mani.scrivi("310226\n")
        await mani.premi("backspace")
        assert testata.editore.testo == "31022"
        await mani.premi("ctrl+u")
        assert testata.editore.testo == ""


async def test_ctrl_u_svuota_il_campo_appena_raggiunto() -> None:
    async with prova() as mani:
        mani.documento.testata.vai_a("data")
        await mani.premi("ctrl+u", "enter")
        assert mani.documento.testata["data"] is None


async def test_lasciata_una_data_si_dice_il_giorno_della_settimana() -> None:
    async with prova() as mani:
        mani.documento.testata.vai_a("data")
        await mani.scrivi("310226\n")
        assert "non esiste" in mani.messaggio and "lunedì" not in mani.messaggio, "l'errore resta"
        await mani.scrivi("051226\n")
        assert mani.messaggio == "sabato"
        await mani.premi("up", "up")
        assert mani.messaggio == "sabato · F2 elenco"
        await mani.premi("enter")
        assert "sabato" not in mani.messaggio


async def test_mentre_si_scrive_un_altro_codice_non_resta_la_descrizione_di_prima() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n")
        nome = mani.documento.testata["ragione_sociale"]
        assert mani.dove(nome)
        await mani.premi("up")
        await mani.scrivi("999\n")
        assert "non trovato" in mani.messaggio
        assert not any(nome in riga for riga in mani.video)
        await mani.premi("ctrl+u")
        await mani.scrivi("501.00001\n")
        assert mani.dove(nome)
