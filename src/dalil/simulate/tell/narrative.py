"""Short accounts in English and Arabic, made from what an organisation states."""

from __future__ import annotations

_OBJECT = {
    "hospital": ("a medical facility", "منشأة طبية"),
    "school": ("a school", "مدرسة"),
    "mosque": ("a mosque", "مسجداً"),
    "market": ("a market", "سوقاً شعبياً"),
    "camp": ("a camp of displaced people", "مخيماً للنازحين"),
    "home": ("residential buildings", "أحياء سكنية"),
    "rescue": ("rescuers at the scene", "فرق الإنقاذ"),
    "other": ("open ground", "أراضي زراعية"),
}
_WEAPON = {
    "cluster": ("cluster munitions", "قنابل عنقودية"),
    "incendiary": ("incendiary weapons", "مواد حارقة"),
    "bunker_buster": ("bunker-busting bombs", "قنابل خارقة"),
    "barrel_bomb": ("barrel bombs", "براميل متفجرة"),
    "rocket": ("rockets", "صواريخ"),
    "chemical": ("a toxic agent", "مادة سامة"),
    "guided_bomb": ("a guided bomb", "قنبلة موجهة"),
    "unguided_bomb": ("bombs", "قنابل"),
    "other": ("shells", "قذائف"),
}


def account(
    language: str,
    kind: str,
    place: str,
    objects: tuple[str, ...],
    weapon: str,
    killed: int | None,
    site: str,
    again: bool,
) -> str:
    """One or two sentences. `site` is the name of a site in the account, empty without.

    >>> account("en", "airstrike", "Qafira", ("school",), "", 2, "", False)
    '[Fictional] An air strike hit a school in Qafira. 2 civilians were killed.'
    """
    return (
        _arabic(kind, place, objects, weapon, killed, site, again)
        if language == "ar"
        else _english(kind, place, objects, weapon, killed, site, again)
    )


def _english(
    kind: str, place: str, objects: tuple[str, ...], weapon: str, killed: int | None, site: str, again: bool
) -> str:
    what = {"airstrike": "An air strike", "artillery": "Shelling"}[kind]
    hit = " and ".join(_OBJECT.get(o, (o, o))[0] for o in objects) or "the area"
    text = f"[Fictional] {what}{' with ' + _WEAPON[weapon][0] if weapon else ''} hit {hit} in {place}"
    text += f", near {site}." if site else "."
    if again:
        text += " It was the second strike on this place, when rescuers had arrived."
    if killed is not None:
        text += f" {killed} civilians were killed."
    return text


def _arabic(
    kind: str, place: str, objects: tuple[str, ...], weapon: str, killed: int | None, site: str, again: bool
) -> str:
    what = {"airstrike": "غارة جوية", "artillery": "قصف مدفعي"}[kind]
    hit = " و".join(_OBJECT.get(o, (o, o))[1] for o in objects) or "المنطقة"
    text = f"[خيالي] {what}{' بـ' + _WEAPON[weapon][1] if weapon else ''} استهدف {hit} في {place}"
    text += f" قرب {site}." if site else "."
    if again:
        text += " وهي الضربة الثانية على المكان بعد وصول فرق الإنقاذ."
    if killed is not None:
        text += f" قُتل {killed} من المدنيين."
    return text
