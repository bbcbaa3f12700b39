"""Companies, users, parametri, numeratori, dated law data, accounts, IVA codes, payments."""
