"""Where the prints and the electronic invoices go; the signed form of each file of the register."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _stampanti()
    _file_firmati()
    op.add_column("documento", sa.Column("nota_credito", sa.String(1), nullable=True))


def _stampanti() -> None:
    op.create_table(
        "stampante",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("azienda", sa.Integer(), sa.ForeignKey("azienda.id"), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("descrizione", sa.String(30), nullable=False),
        sa.Column("dispositivo", sa.String(1), nullable=False),
        sa.Column("formato", sa.String(1), nullable=False),
        sa.Column("cartella", sa.String(255), nullable=True),
        sa.UniqueConstraint("azienda", "numero"),
    )


def _file_firmati() -> None:
    op.add_column("file_fattura", sa.Column("nome_firmato", sa.String(68), nullable=True))
    op.add_column("file_fattura", sa.Column("firmato", sa.LargeBinary(), nullable=True))
