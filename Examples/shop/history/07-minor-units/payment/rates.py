"""Currencies: how much one cent of the shop is worth in each."""
import os
import sqlite3

DATABASE = os.environ["DATABASE"]
RATES = {"EUR": 1.0, "USD": 1.08, "GBP": 0.86, "JPY": 1.63}
MINOR_UNITS = {"EUR": 1, "USD": 1, "GBP": 1}


def connect():
    return sqlite3.connect(DATABASE, timeout=5)


def prepare():
    """Creates the tables."""
    connection = connect()
    with connection:
        connection.cursor().execute(
            "CREATE TABLE IF NOT EXISTS charges(id INTEGER PRIMARY KEY, user TEXT, currency TEXT, amount INTEGER)")
        connection.cursor().execute("CREATE TABLE IF NOT EXISTS minor_units(currency TEXT PRIMARY KEY, unit INTEGER)")
        connection.cursor().executemany("INSERT OR IGNORE INTO minor_units VALUES(?, ?)", MINOR_UNITS.items())
    connection.close()


def convert(cents, currency):
    """The amount to charge, in the smallest unit of the currency."""
    return round(cents * RATES[currency])


def minor_unit(currency):
    """The smallest amount that can be paid in a currency."""
    connection = connect()
    row = connection.cursor().execute("SELECT unit FROM minor_units WHERE currency = ?", (currency,)).fetchone()
    connection.close()
    return row[0]


def convert_line(cents, currency):
    """The amount to charge for one line, rounded to the currency's minor unit."""
    unit = minor_unit(currency)
    return round(cents * RATES[currency] / unit) * unit
