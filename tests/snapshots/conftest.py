from screens.conftest import studio_di_prova, studio_modello  # noqa: F401 - the small studio of the screens
