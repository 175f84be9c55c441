"""Currencies: how much one cent of the shop is worth in each."""
import os
import sqlite3

DATABASE = os.environ["DATABASE"]
RATES = {"EUR": 1.0, "USD": 1.08, "GBP": 0.86, "JPY": 1.63}


def connect():
    return sqlite3.connect(DATABASE, timeout=5)


def prepare():
    """Creates the tables."""
    connection = connect()
    with connection:
        connection.cursor().execute(
            "CREATE TABLE IF NOT EXISTS charges(id INTEGER PRIMARY KEY, user TEXT, currency TEXT, amount INTEGER)")
    connection.close()


def convert(cents, currency):
    """The amount to charge, in the smallest unit of the currency."""
    return round(cents * RATES[currency])
