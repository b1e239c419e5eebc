"""What of Plotly's language a plate can draw: an attribute that is neither drawn nor harmless is refused.

A test draws every chart of dashboard/charts; whoever uses more of Plotly there learns here what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class PlateError(ValueError):
    """A figure says something that a plate cannot draw."""


# What a picture on paper does without: touch, selection, animation, identity.
_SILENT = """
    customdata hoverinfo hoverlabel hovermode hovertemplate hovertext hoveron hoverdistance spikedistance ids meta uid
    uirevision legendgroup legendrank selected unselected selectedpoints dragmode clickmode modebar transition autosize
    fixedrange template separators xhoverformat yhoverformat zhoverformat showspikes spikemode automargin editable
    hoverongaps
"""
_FONT = "family size color weight"
_LINE = "color width dash shape"
_MARKER = "size color symbol opacity line sizemode sizeref sizemin"
_DRAWN = {
    "layout": "height width margin paper_bgcolor plot_bgcolor font showlegend barmode bargap bargroupgap shapes"
    " annotations",
    "margin": "l r t b pad autoexpand",
    "font": _FONT,
    "axis": "type range autorange visible title tickfont tickvals ticktext tickmode nticks dtick tick0 tickformat"
    " tickangle showgrid gridcolor gridwidth griddash zeroline zerolinecolor zerolinewidth showline linecolor linewidth"
    " showticklabels ticks ticklen tickcolor domain anchor side categoryorder categoryarray rangemode matches"
    " ticklabelposition mirror overlaying tickprefix ticksuffix layer",
    "title": "text font standoff",
    "scatter": "type x y mode name text textposition textfont line marker fill fillcolor connectgaps opacity visible"
    " showlegend xaxis yaxis cliponaxis error_x error_y",
    "scatter.line": _LINE,
    "marker": _MARKER,
    "marker.line": "color width",
    "error": "type array arrayminus symmetric visible color thickness width",
    "bar": "type x y base width orientation name text textposition textfont insidetextanchor textangle marker opacity"
    " visible showlegend xaxis yaxis cliponaxis error_x error_y offsetgroup alignmentgroup",
    "bar.marker": "color opacity line pattern",
    "pattern": "shape fgcolor bgcolor size solidity fillmode",
    "heatmap": "type x y z text texttemplate textfont colorscale zmin zmax zmid zauto showscale xgap ygap name visible"
    " showlegend xaxis yaxis opacity",
    "shape": "type x0 x1 y0 y1 xref yref line fillcolor opacity layer visible name",
    "shape.line": "color width dash",
    "annotation": "x y xref yref text xanchor yanchor xshift yshift ax ay showarrow arrowhead arrowwidth arrowcolor"
    " arrowsize standoff font bgcolor bordercolor borderpad borderwidth opacity align visible textangle name",
}


def check(kind: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The attributes themselves, once each of them can be drawn or left out; raises PlateError."""
    drawn = set(_DRAWN[kind].split())
    for name, value in given.items():
        if name not in drawn and name not in _SILENT.split() and value is not None:
            raise PlateError(
                f"a plate cannot draw «{kind}.{name}» ({str(value)[:60]}): leave it out of the chart, or teach "
                "dashboard/plate_rules.py and its neighbours to draw it"
            )
    return given


def among(kind: str, value: Any, *choices: Any) -> Any:
    """The value, if it is one of those that can be drawn."""
    if value not in choices:
        raise PlateError(f"a plate cannot draw «{kind}» = {value!r}; it knows {', '.join(map(str, choices))}")
    return value


def listed(values: Any) -> list[Any]:
    """A column of a trace as plain Python values: an array, a tuple, a frame's column or nothing."""
    if values is None:
        return []
    return list(values.tolist() if hasattr(values, "tolist") else values)


def each(value: Any, count: int) -> list[Any]:
    """One value an item: a single value for all, or a column of them."""
    many = hasattr(value, "__len__") and not isinstance(value, str | dict)
    return listed(value)[:count] if many else [value] * count
