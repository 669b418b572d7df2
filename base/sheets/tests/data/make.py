"""Makes the files of this folder. Needs xlwt 1.3, openpyxl 3.1, msoffcrypto-tool and LibreOffice 7.4.

The tests need only the files; this is kept so that anyone can see what is in them.
Everything in them is invented.
"""
import datetime
import io
import pathlib
import shutil
import subprocess
import tempfile

import msoffcrypto.format.ooxml
import openpyxl
import xlwt

NAME = "示例\U00020000\U0002b7dd"  # ideographs of extensions B and D
DAY = datetime.date(2026, 11, 24)


def rows():
    """A header and three rows, as both programs are given them."""
    yield ["姓名", "证件号码", "成绩", "日期", "合格", "备注"]
    yield [NAME, "77000019900101001X", 85.5, DAY, True, "一\n二"]
    yield ["示例乙", "770000199001010028", -3, datetime.date(1999, 2, 28), False, "  前后空格  "]
    yield ["示例丙", 110105194912310000, 13800000000, datetime.date(2024, 2, 29), None, None]


def xls(path, dates_1904):
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = dates_1904
    hidden = book.add_sheet("隐藏")
    hidden.visibility = 1
    for column, text in enumerate(["不", "要"]):
        hidden.write(0, column, text)
    sheet = book.add_sheet("报名表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(0, 0, 0, 5, "示例报名表")
    for number, row in enumerate(rows(), start=2):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    sheet.write_merge(7, 9, 0, 0, "示例合并")
    for number in range(7, 10):
        sheet.write(number, 2, number)
        sheet.write(number, 3, number + 1)
    sheet.write(11, 0, xlwt.Formula("1/0"))
    sheet.write(11, 1, xlwt.Formula('"甲"&"乙"'))
    # Strings beyond one record, narrow and wide, so that some are cut in the middle.
    for number in range(20, 60):
        sheet.write(number, 0, "长" * (number * 7))
        sheet.write(number, 1, "long " * number)
    book.save(path)


def xlsx(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "报名表"
    for row in rows():
        sheet.append(row)
    sheet["A7"] = "=1+1"
    book.save(path)


def encrypted(path):
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["姓名", "成绩"])
    book.save(plain)
    with open(path, "wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", out)


def office(source, kind, target):
    """The same rows as LibreOffice writes them, with the formula computed."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", kind, "--outdir", folder, source]
        subprocess.run(command, check=True)
        (made,) = pathlib.Path(folder).iterdir()
        shutil.copy(made, target)


if __name__ == "__main__":
    xls("xlwt.xls", False)
    xls("xlwt-1904.xls", True)
    xlsx("openpyxl.xlsx")
    encrypted("encrypted.xlsx")
    office("openpyxl.xlsx", "xlsx", "libreoffice.xlsx")
    office("openpyxl.xlsx", "xls", "libreoffice.xls")
    office("openpyxl.xlsx", "ods", "libreoffice.ods")
