"""The tables of the archives a studio fills first, and the journal of who changed what."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _annessi()
    _prestazioni()
    _clienti()
    _documenti()
    _giornale()
    _registro_dei_file()
    _stampe()
    _intermediari()


def _annessi() -> None:
    """What a studio adds to prestazioni and clients: fields of its own, attached files."""
    op.create_table(
        "campo_aggiuntivo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("archivio", sa.String(11), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("etichetta", sa.String(30), nullable=False),
        sa.Column("tipo", sa.String(1), nullable=False),
        sa.UniqueConstraint("azienda", "archivio", "numero"),
    )
    op.create_table(
        "valore_aggiuntivo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("archivio", sa.String(11), nullable=False),
        sa.Column("chiave", sa.String(32), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("valore", sa.String(75), nullable=False),
        sa.ForeignKeyConstraint(
            ["azienda", "archivio", "numero"],
            ["campo_aggiuntivo.azienda", "campo_aggiuntivo.archivio", "campo_aggiuntivo.numero"],
        ),
        sa.UniqueConstraint("azienda", "archivio", "chiave", "numero"),
    )
    op.create_table(
        "allegato",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("archivio", sa.String(11), nullable=False),
        sa.Column("chiave", sa.String(32), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("nome_file", sa.String(200), nullable=False),
        sa.Column("descrizione", sa.String(80), nullable=True),
        sa.Column("aggiunto_il", sa.Integer(), nullable=True),
        sa.Column("dimensione", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("contenuto", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("azienda", "archivio", "chiave", "numero"),
    )


def _prestazioni() -> None:
    """How the codes of the prestazioni are made, their descriptions in foreign languages, faster lists."""
    op.create_index("prestazione_per_codice", "prestazione", ["azienda", "codice", "precancellata", "tipo"])
    op.drop_index("prestazione_per_nome", "prestazione")
    op.create_index(
        "prestazione_per_nome", "prestazione", ["azienda", "chiave_nome", "codice", "precancellata", "tipo"]
    )
    op.create_index(
        "prestazione_per_alternativo",
        "prestazione",
        ["azienda", sa.text("coalesce(codice_alternativo, '')"), "codice", "precancellata", "tipo"],
    )
    op.create_table(
        "parametri_prestazioni",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("lunghezza_codice", sa.Integer(), nullable=True),
        sa.Column("codice_alternativo", sa.String(1), nullable=False),
        sa.UniqueConstraint("azienda"),
    )
    op.create_table(
        "lingua",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("codice", sa.String(2), nullable=False),
        sa.Column("descrizione", sa.String(30), nullable=True),
        sa.UniqueConstraint("azienda", "numero"),
        sa.UniqueConstraint("azienda", "codice"),
    )
    op.create_table(
        "descrizione_in_lingua",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("prestazione", sa.String(32), nullable=False),
        sa.Column("lingua", sa.Integer(), nullable=False),
        sa.Column("descrizione", sa.String(52), nullable=False),
        sa.ForeignKeyConstraint(["azienda", "prestazione"], ["prestazione.azienda", "prestazione.codice"]),
        sa.ForeignKeyConstraint(["azienda", "lingua"], ["lingua.azienda", "lingua.numero"]),
        sa.UniqueConstraint("azienda", "prestazione", "lingua"),
    )


def _clienti() -> None:
    """The whole anagrafica of a client, its lists, zone and categorie; what it is searched for."""
    for nome, tipo in (
        ("data_nascita", sa.Integer()),
        ("comune_nascita", sa.String(60)),
        ("provincia_nascita", sa.String(2)),
        ("sesso", sa.String(1)),
        ("cellulare", sa.String(20)),
        ("bic", sa.String(11)),
        ("istituto_finanziario", sa.String(80)),
        ("intestatario_conto", sa.String(70)),
        ("codice_fiscale_intestatario", sa.String(16)),
        ("identificativo_mandato", sa.String(35)),
        ("data_mandato", sa.Integer()),
        ("tipo_mandato", sa.String(4)),
        ("sequenza_mandato", sa.String(4)),
        ("fine_mandato", sa.Integer()),
        ("soggetto_ritenuta_dal", sa.Integer()),
        ("riferimento_esterno", sa.String(40)),
    ):
        op.add_column("cliente", sa.Column(nome, tipo, nullable=True))
    op.add_column("cliente", sa.Column("chiave_ricerca", sa.String(300), nullable=False, server_default=""))
    _chiavi_di_ricerca()
    op.drop_index("cliente_per_nome", "cliente")
    op.create_index("cliente_per_nome", "cliente", ["azienda", "chiave_nome", "codice", "chiave_ricerca"])
    op.create_index("cliente_per_mandato", "cliente", ["azienda", "identificativo_mandato"])
    op.create_table(
        "indirizzo_cliente",
        *_di_un_cliente(),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("descrizione", sa.String(30), nullable=True),
        sa.Column("presso", sa.String(60), nullable=True),
        sa.Column("indirizzo", sa.String(60), nullable=True),
        sa.Column("numero_civico", sa.String(8), nullable=True),
        sa.Column("cap", sa.String(5), nullable=True),
        sa.Column("comune", sa.String(60), nullable=True),
        sa.Column("provincia", sa.String(2), nullable=True),
        sa.Column("nazione", sa.String(2), nullable=False),
        sa.Column("corrispondenza", sa.String(1), nullable=False),
        sa.UniqueConstraint("azienda", "cliente", "numero"),
    )
    op.create_table(
        "contatto_cliente",
        *_di_un_cliente(),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("nome", sa.String(60), nullable=False),
        sa.Column("ruolo", sa.String(40), nullable=True),
        sa.Column("telefono", sa.String(20), nullable=True),
        sa.Column("cellulare", sa.String(20), nullable=True),
        sa.Column("email", sa.String(256), nullable=True),
        sa.Column("note", sa.String(200), nullable=True),
        sa.UniqueConstraint("azienda", "cliente", "numero"),
    )
    op.create_table(
        "prestazione_tipica",
        *_di_un_cliente(),
        sa.Column("riga", sa.Integer(), nullable=False),
        sa.Column("prestazione", sa.String(32), nullable=False),
        sa.Column("quantita", sa.BigInteger(), nullable=True),
        sa.Column("mese", sa.Integer(), nullable=True),
        sa.Column("prezzo", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["azienda", "prestazione"], ["prestazione.azienda", "prestazione.codice"]),
        sa.UniqueConstraint("azienda", "cliente", "riga"),
    )
    op.create_index("prestazione_tipica_per_prestazione", "prestazione_tipica", ["azienda", "prestazione"])
    op.execute("UPDATE cliente SET categoria = upper(categoria), zona = upper(zona)")
    for tabella, colonna in (("zona", "zona"), ("categoria_statistica", "categoria")):
        op.create_table(
            tabella,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
            sa.Column("codice", sa.String(4), nullable=False),
            sa.Column("descrizione", sa.String(40), nullable=False),
            sa.UniqueConstraint("azienda", "codice"),
        )
        op.execute(
            f"INSERT INTO {tabella} (azienda, codice, descrizione) "  # noqa: S608 - names written above
            f"SELECT DISTINCT azienda, {colonna}, {colonna} FROM cliente WHERE {colonna} IS NOT NULL"
        )


def _documenti() -> None:
    """What a document was issued with, and read from the azienda until now."""
    op.add_column("documento", sa.Column("causale_pagamento_770s", sa.String(2), nullable=True))
    op.add_column("documento", sa.Column("iva_per_cassa", sa.String(1), nullable=False, server_default="N"))
    for nome in ("bollo_importo", "bollo_soglia"):
        op.add_column("documento", sa.Column(nome, sa.BigInteger(), nullable=True))
        op.execute(
            f"UPDATE documento SET {nome} = (SELECT v.valore FROM valore_di_legge v "  # noqa: S608 - names above
            f"WHERE v.nome = '{nome}' AND v.valido_dal <= documento.data_documento "
            "AND (v.valido_al IS NULL OR v.valido_al >= documento.data_documento))"
        )
    op.execute(
        "UPDATE documento SET "
        "causale_pagamento_770s = (SELECT p.causale_pagamento_770s FROM parametri_studio p "
        "WHERE p.azienda = documento.azienda), "
        "iva_per_cassa = (SELECT a.iva_per_cassa FROM azienda a WHERE a.id = documento.azienda)"
    )


def _di_un_cliente() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("cliente", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["azienda", "cliente"], ["cliente.azienda", "cliente.codice"]),
    )


def _chiavi_di_ricerca() -> None:
    connessione = op.get_bind()
    clienti = connessione.exec_driver_sql(
        "SELECT id, chiave_nome, comune, codice, partita_iva, codice_fiscale FROM cliente"
    )
    chiavi = [
        {"id": chi, "chiave": (" " + " ".join(filter(None, (nome, *map(_chiave, altri)))))[:300]}
        for chi, nome, *altri in clienti
    ]
    if chiavi:
        connessione.execute(sa.text("UPDATE cliente SET chiave_ricerca = :chiave WHERE id = :id"), chiavi)


def _chiave(testo: str | None) -> str:
    """Capitals, no accents, no points nor apostrophes, other signs parting the words; L for Ł, SS for ß."""
    lettere = "".join(map(_lettera_semplice, unicodedata.normalize("NFKD", testo or "")))
    return " ".join("".join(c if c.isalnum() else "" if c in _ATTACCATI else " " for c in lettere.upper()).split())


_ATTACCATI = frozenset(".'`´’‘ʼ′")
_SENZA_SCOMPOSIZIONE = str.maketrans(
    {"Æ": "AE", "Œ": "OE", "Þ": "TH", "Ð": "D", "ẞ": "SS", "ı": "I", "Ə": "E", "\N{COMBINING GREEK YPOGEGRAMMENI}": ""}
)


def _lettera_semplice(carattere: str) -> str:
    if carattere.isascii() or carattere in _ATTACCATI:
        return carattere
    if unicodedata.category(carattere).startswith(("M", "Lm")) or unicodedata.combining(carattere):
        return ""
    maiuscola = unicodedata.normalize("NFKD", carattere.upper()).translate(_SENZA_SCOMPOSIZIONE)
    nome = unicodedata.name(maiuscola, "") if len(maiuscola) == 1 else ""
    if " WITH " in nome:
        try:
            return unicodedata.lookup(nome.partition(" WITH ")[0])
        except KeyError:
            return maiuscola
    return maiuscola


def _giornale() -> None:
    """The journal: links of the chain, and their entries."""
    op.create_table(
        "operazione_giornale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("momento", sa.BigInteger(), nullable=True),
        sa.Column("utente", sa.String(20), nullable=False),
        sa.Column("origine", sa.String(80), nullable=False),
        sa.Column("voci", sa.Integer(), nullable=False),
        sa.Column("prima_voce", sa.Integer(), nullable=False),
        sa.Column("anello", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "voce_giornale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operazione", sa.Integer(), nullable=False),
        sa.Column("azienda", sa.Integer(), nullable=True),
        sa.Column("archivio", sa.String(40), nullable=False),
        sa.Column("chiave", sa.String(120), nullable=False),
        sa.Column("tabella", sa.String(40), nullable=False),
        sa.Column("azione", sa.String(1), nullable=False),
        sa.Column("contenuto", sa.Text(), nullable=True),
        sa.Column("sale", sa.String(16), nullable=True),
        sa.Column("impronta", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["operazione"], ["operazione_giornale.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("voce_giornale_per_chiave", "voce_giornale", ["azienda", "archivio", "chiave", "id"])


def _registro_dei_file() -> None:
    """The files sent to SdI: their content, their states, the messages about them."""
    op.add_column("file_fattura", sa.Column("stato", sa.String(14), nullable=False, server_default="fatto"))
    op.add_column("file_fattura", sa.Column("identificativo_sdi", sa.String(36), nullable=True))
    op.add_column("file_fattura", sa.Column("contenuto", sa.LargeBinary(), nullable=True))
    op.create_index("file_fattura_per_stato", "file_fattura", ["azienda", "stato"])
    op.create_table(
        "messaggio_sdi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("azienda", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("tipo", sa.String(2), nullable=False),
        sa.Column("nome_messaggio", sa.String(80), nullable=False),
        sa.Column("identificativo_sdi", sa.String(36), nullable=True),
        sa.Column("message_id", sa.String(36), nullable=True),
        sa.Column("esito", sa.String(4), nullable=True),
        sa.Column("descrizione", sa.Text(), nullable=True),
        sa.Column("momento", sa.BigInteger(), nullable=True),
        sa.Column("letto_il", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("contenuto", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["azienda"], ["azienda.id"]),
        sa.ForeignKeyConstraint(["file"], ["file_fattura.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("azienda", "sha256"),
    )
    op.create_index("messaggio_sdi_per_file", "messaggio_sdi", ["azienda", "file"])
    op.create_table(
        "passaggio_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("azienda", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("stato", sa.String(14), nullable=False),
        sa.Column("momento", sa.BigInteger(), nullable=True),
        sa.Column("utente", sa.String(20), nullable=True),
        sa.Column("messaggio", sa.Integer(), nullable=True),
        sa.Column("nota", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["azienda"], ["azienda.id"]),
        sa.ForeignKeyConstraint(["file"], ["file_fattura.id"]),
        sa.ForeignKeyConstraint(["messaggio"], ["messaggio_sdi.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("passaggio_file_per_file", "passaggio_file", ["azienda", "file"])


def _intermediari() -> None:
    """Who transmits for others, common to the archive, and which of them an azienda has."""
    op.create_table(
        "intermediario",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("codice", sa.String(8), nullable=False),
        sa.Column("denominazione", sa.String(80), nullable=False),
        sa.Column("nazione", sa.String(2), nullable=False),
        sa.Column("codice_fiscale", sa.String(28), nullable=True),
        sa.Column("partita_iva", sa.String(11), nullable=True),
        sa.Column("progressivo_file", sa.String(5), nullable=False),
        sa.UniqueConstraint("codice"),
    )
    op.add_column("azienda", sa.Column("intermediario_trasmittente", sa.String(8), nullable=True))
    op.add_column("azienda", sa.Column("emittente", sa.String(1), nullable=True))
    op.add_column("azienda", sa.Column("intermediario_emittente", sa.String(8), nullable=True))


def _stampe() -> None:
    """The selections of the prints that a user keeps."""
    op.create_table(
        "selezione_stampa",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("utente", sa.String(20), nullable=False),
        sa.Column("stampa", sa.String(40), nullable=False),
        sa.Column("nome", sa.String(40), nullable=False),
        sa.Column("valori", sa.Text(), nullable=True),
        sa.UniqueConstraint("azienda", "utente", "stampa", "nome"),
    )
