"""SIAP on the day of the services: every year of crops, some of livestock; all figures CONSTRUCTED."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug import Request, Response

from etl.services import services
from tests.services.office import Office

Row = tuple[object, ...]
CROPS = "Anio,Idestado,Nomestado,Idddr,Nomddr,Idcader,Nomcader,Idmunicipio,Nommunicipio,Idciclo,Nomcicloproductivo," \
        "Idmodalidad,Nommodalidad,Idunidadmedida,Nomunidad,Idcultivo,{crop},Sembrada,Cosechada,Siniestrada," \
        "Volumenproduccion,Rendimiento,{price},Valorproduccion"  # fmt: skip
ANIMALS = "Anio,Cveestado,Nomestado,Cveddr,Nomddr,Cvempio,Nommunicipio,Cveespecie,Nomespecie,Cveproducto,Nomproducto," \
          "Volumen,Peso,Precio,Valor,Asacrificado"  # fmt: skip
OF_STATES = "Anio,Cveestado,Nomestado,Cveespecie,Nomespecie,Cveproducto,Nomproducto,Volumen,Peso,Precio,Valor"
TOWNS = {63: "Ocotlán", 66: "Poncitlán", 47: "Jamay"}
UNITS = {200201: "Tonelada", 200203: "Manojo"}
# municipality, cycle, water regime, unit, crop's id and name, sown, harvested, lost, volume, value
GROWN: tuple[Row, ...] = (
    (63, 2, 2, 200201, 7490000, "Maíz grano", 1000, 900, 100, 5400, 27_000_000),
    (63, 1, 1, 200201, 9050000, "Trigo grano", 300, 300, 0, 1800, 10_800_000),
    (63, 3, 1, 200201, 5060000, "Aguacate", 2, 1.5, 0, 12, 240_000),
    (63, 2, 1, 200203, 6030000, "Cilantro", 4, 4, 0, 8000, 16_000),
    (66, 2, 2, 200201, 7490000, "Maíz grano", 1100, 1100, 0, 6600, 33_000_000),
    (66, 3, 2, 200201, 5050000, "Agave", 8, 0, 0, 0, 0),
    (47, 1, 1, 200201, 9050000, "Trigo grano", 320, 320, 0, 1920, 11_520_000),
)
# municipality, species' key and name, product's key and name, volume, price, thousands of pesos
RAISED: tuple[Row, ...] = (
    (63, 1, "Bovino", 2, "Leche", 15000.5, 7.5, 112503.75),
    (63, 3, "Porcino", 5, "Carne en canal", 900.2, 52.3, 47080.46),
    (63, 3, "Porcino", 4, "Ganado en pie", 1200, 30, 36000),
    (66, 5, "Ave", 7, "Huevo para plato", 50, 25, 1250),
    (66, 8, "Abeja", 9, "Miel", 10, 40, 400),
)
EXPECTED = {
    "siap_agriculture": {
        ("crop_sown_area_ha", "2010", "14063"): 1306.0,
        ("crop_value_mxn", "2025", "14047"): 11_520_000.0,
        ("grain_yield_t_ha", "2018", "14063"): 6.0,
        ("crop_lost_pct", "2025", "14066"): 0.0,
    },
    "siap_livestock": {
        ("livestock_value_mxn", "2025", "14063"): 159_584_210.0,
        ("meat_production_t", "2023", "14063"): 900.2,
        ("milk_production_kl", "2023", "14063"): 15000.5,
    },
}


def crops(year: int, rows: Sequence[Row] = GROWN, state: int = 14) -> bytes:
    """A year's table in the layout of that year."""
    header = CROPS.format(
        crop="Nomcultivo Sin Um" if 2015 <= year <= 2020 else "Nomcultivo",
        price="Precio" if year <= 2020 else "Preciomediorural",
    )
    lines = [header]
    for town, cycle, regime, unit, key, name, sown, cut, lost, volume, value in rows:
        yields = f"{float(str(volume)) / float(str(cut)):.2f}" if cut else ""
        price = f"{float(str(value)) / float(str(volume)):.2f}" if volume else ""
        lines.append(
            f"{year},{state},Jalisco,70,La Barca,2,Ocotlán,{town},{TOWNS.get(int(str(town)), 'Otro')},{cycle},Ciclo,"
            f"{regime},Modalidad,{unit},{UNITS[int(str(unit))]},{key},{name},{sown},{cut},{lost},{volume},{yields},"
            f"{price},{value}"
        )
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def animals(year: int, rows: Sequence[Row] = RAISED) -> bytes:
    """A year's table of livestock."""
    lines = [ANIMALS]
    for town, kind, species, key, product, volume, price, value in rows:
        lines.append(
            f"{year},14,Jalisco,70,La Barca,{town},{TOWNS[int(str(town))]},{kind},{species},{key},{product},{volume},,"
            f"{price},{value},"
        )
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def of_states(year: int) -> bytes:
    """A year whose table tells of states only."""
    return f"{OF_STATES}\r\n{year},14,Jalisco,1,Bovino,2,Leche,15000.5,,7.5,112503.75\r\n".encode("latin-1")


def serve(office: Office) -> None:
    """Crops of 2003–2025; livestock of 2022–2025, the first of them without municipalities."""
    views = {guid: view for view, guid in services()["siap"].views.items()}

    def reply(request: Request) -> Response:
        year, view = int(request.args["ANIO"]), views[request.args["view"]]
        if view == "agriculture" and 2003 <= year <= 2025:
            return Response(crops(year))
        if view == "livestock" and 2022 <= year <= 2025:
            return Response(of_states(year) if year == 2022 else animals(year))
        return Response(status=404)

    office.answers("siap", "/index.php", reply)
