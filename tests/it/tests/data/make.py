"""Makes results.xls. Needs xlwt 1.3.

The test needs only the file; this is kept so that anyone can see what is in it.
Everybody in it is invented: the numbers carry the code of the fictional province.
"""
import datetime
import pathlib

import xlwt


def number(sequence):
    digits = "770102" + "19900101" + f"{sequence:03}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    check = (12 - total) % 11
    return digits + ("X" if check == 10 else str(check))


book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("成绩")
day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
titles = ["姓名", "身份证号码", "职业", "级别", "考试日期", "理论", "实操"]
for column, title in enumerate(titles):
    sheet.write(0, column, title)
for row, (name, skill) in enumerate([("示例旧甲", 71), ("示例旧乙", 59.5)], start=1):
    cells = [name, number(row), "车工", "四级/中级工", None, 80, skill]
    for column, value in enumerate(cells):
        if value is not None:
            sheet.write(row, column, value)
    sheet.write(row, 4, datetime.date(2026, 5, 1), day)
book.save(str(pathlib.Path(__file__).with_name("results.xls")))
