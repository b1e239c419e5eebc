"""CONAPO's open data: marginality workbooks of each year, and the ZIP of the municipal projections.

Marginality by the DP2 method is IMM_DP2_{year}.xlsx for 2010 and 2015 and IMM_2020.xlsx, the year it was born in;
IMM_2010.xlsx and IMM_2015.xlsx are of the method before it and are never asked for.
"""

from __future__ import annotations

from etl.content import archive
from etl.http import Client
from etl.raw import Raw, Stored

SERVICE = "conapo"
BOOKS = {"2010": "IMM_DP2_2010.xlsx", "2015": "IMM_DP2_2015.xlsx", "2020": "IMM_2020.xlsx"}
NATION = "00_Republica_mexicana.zip"
GROUPS = "1_Grupo_Quinq_*.xlsx"  # the workbook by sex and five-year groups, inside the ZIP


def bring_marginality(client: Client) -> Raw:
    """The workbooks of the three years."""
    answers = {
        f"conapo/{name}": client.get(
            SERVICE, f"/Datos_Abiertos/Municipio/{name}", check=archive("workbook.xml"), settled=True
        )
        for name in BOOKS.values()
    }
    url = f"{client.services[SERVICE].base}/Datos_Abiertos/Municipio/"
    newest = max(answer.note.moment for answer in answers.values())
    return Raw(Stored({name: answer.path for name, answer in answers.items()}), url=url, retrieved_at=newest)


def bring_projections(client: Client) -> Raw:
    """The ZIP of the whole country; those of the states say the same of fewer municipalities."""
    path = f"/pry23/DBMun/{NATION}"
    answer = client.get(SERVICE, path, check=archive("1_Grupo_Quinq_00_RM.xlsx"))
    url = client.services[SERVICE].base + path
    return Raw(Stored({f"conapo/{NATION}": answer.path}), url=url, retrieved_at=answer.note.moment)
