"""The ledger of carrier files: control numbers, files, who is in them, answers, messages and sealed bytes."""
