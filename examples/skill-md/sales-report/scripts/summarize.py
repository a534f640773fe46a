"""Sums up a CSV file of sales: python summarize.py sales.csv"""

import collections
import csv
import decimal
import sys


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: summarize.py FILE.csv")
    months = collections.defaultdict(decimal.Decimal)
    products = collections.defaultdict(decimal.Decimal)
    with open(sys.argv[1], newline="", encoding="utf-8") as table:
        for number, row in enumerate(csv.DictReader(table), start=2):
            try:
                amount = decimal.Decimal(row["amount"])
                months[row["date"][:7]] += amount
                products[row["product"]] += amount
            except (KeyError, TypeError, decimal.InvalidOperation):
                print(f"line {number} can't be read: {dict(row)}")
    with open("assets/report-template.md", encoding="utf-8") as template:
        report = template.read().format(
            total=sum(months.values()), months=listed(months), products=listed(products)
        )
    with open("report.md", "w", encoding="utf-8") as out:
        out.write(report)
    print(report)


def listed(totals):
    return "\n".join(f"- {name}: {total}" for name, total in sorted(totals.items()))


if __name__ == "__main__":
    main()
