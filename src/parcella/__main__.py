"""`python -m parcella` is the console command."""

from parcella.batch.ingresso import main

if __name__ == "__main__":
    main()
