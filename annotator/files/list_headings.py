"""What the columns of a class list are, by the words over them, in the languages of schools.

Learning platforms write these words in the language of the site (Canvas always in English); plain
lists in that of the school. A word that alone means "name" means the family name next to a column
of first names, as in German (Name, Vorname) and French (Nom, Prénom), and the first name next to
one of family names, as in Spanish (Nombre, Apellidos).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from annotator.model.names import typed_key


class ColumnMeaning(StrEnum):
    """What a column holds; OTHER is left out."""

    FIRST = "first"
    LAST = "last"
    NAME = "name"
    ID = "id"
    MAIL = "mail"
    SECTION = "section"
    OTHER = "other"


_FIRST = """
first name|firstname|first names|given name|given names|forename|forenames|christian name|vorname
vornamen|rufname|prenom|prenoms|nombres|nombre de pila|primer nombre|nome proprio|primeiro nome
voornaam|voornamen|roepnaam|imie|imiona|krestni jmeno|fornamn|fornavn|etunimi|etunimet|keresztnev
utonev|prenume|prenumele|eesnimi|vards|vardas|adi|isim|isminiz|имя|имена|ім'я|име|όνομα|名|이름
ten|ชื่อ|ชื่อจริง|प्रथम नाम|पहला नाम|الاسم الأول|שם פרטי|nama depan
"""
_LAST = """
last name|lastname|last names|surname|surnames|family name|familyname|second name|nachname
nachnamen|familienname|zuname|nom de famille|apellido|apellidos|primer apellido|cognome|apelido
apelidos|sobrenome|ultimo nome|achternaam|familienaam|nazwisko|prijmeni|priezvisko|efternamn
efternavn|etternavn|sukunimi|vezeteknev|csaladnev|nume de familie|numele de familie|prezime|priimek
perekonnanimi|uzvards|pavarde|soyad|soyadi|soyisim|фамилия|прізвище|презиме|επώνυμο|επίθετο|姓|성
ho|นามสกุล|उपनाम|कुलनाम|اسم العائلة|اللقب|שם משפחה|nama belakang
"""
_WHOLE = """
full name|student|students|student name|name of student|names|pupil|pupil name|learner|participant
display name|vollstandiger name|schuler|schulerin|schuler in|schulername|name des schulers
name vorname|nachname vorname|vorname nachname|vorname name|last name first name
first name last name|surname forename|nom complet|nom prenom|nom et prenom|prenom nom|eleve|eleves
nombre completo|nombre y apellidos|apellidos y nombre|apellidos nombre|alumno|alumna|alumnos
alumno a|estudiante|nome completo|cognome e nome|nome e cognome|alunno|aluno|volledige naam|leerling
leerlingen|imie i nazwisko|nazwisko i imie|uczen|jmeno a prijmeni|prijmeni a jmeno|zak
meno a priezvisko
elev|ime i prezime|prezime i ime|ime in priimek|oppilas|ad soyad|adi soyadi|фио|ученик
фамилия имя|ονοματεπώνυμο|氏名|姓名|名前|생도|성명|학생|ho ten|ho va ten|ชื่อ-นามสกุล|ชื่อ สกุล
नाम|छात्र का नाम|الاسم|اسم الطالب|الاسم الكامل|שם מלא|שם התלמיד|nama|nama siswa|nama lengkap
"""
#: Which of the two, the columns beside them say.
_NAME = "name|nom|nombre|nome|naam|jmeno|meno|ime|nume|numele|namn|navn|nimi|nev|ad"
_ID = """
id|student id|studentid|student number|student no|pupil id|pupil number|id number|idnumber
unique user id
unique id|user id|userid|identifier|identification number|candidate number|admission number
roll number
upn|uln|sourcedid|schuler id|schulerid|schuler nr|schulernummer|schulernr|id nummer|personalnummer
matrikelnummer|identnummer|identifiant|numero d identification|numero d eleve|numero eleve|ine
identificador|numero de id|numero de identificacion|numero de alumno|identificatie|nummer id
leerlingnummer|matricola|numero de matricula|matricula|numer legitymacji|evidencni cislo
osobni cislo
elevnummer|oppilasnumero|ogrenci no|okul no|ogrenci numarasi|学号|学籍番号|学生番号|학번|รหัสนักเรียน
رقم الطالب|номер|идентификатор
"""
#: A running number as often as an id: taken where no better one stands beside it.
_NUMBER = "nr|no|number|num|numero|numer|nummer|lfd nr|nro|cislo|broj|sira|番号|번호|เลขที่"
_SECTION = """
section|sections|class|classes|class name|group|groups|form|tutor group|homeroom|home room
registration
klasse|klassen|kl|lerngruppe|gruppe|gruppen|kurs|groupe|groupes|classe|classes|clase|curso|grupo
grupos|turma|gruppo|gruppi|sezione|klas|klassen|groep|groepen|klasa|grupa|trida|skupina|skupiny
trieda
klass|luokka|ryhma|osztaly|csoport|clasa|grupe|razred|odjeljenje|oddelek|sinif|sube|класс|группа
клас
τάξη|τμήμα|クラス|組|班级|반|ห้อง|ชั้น|कक्षा|वर्ग|الصف|الفصل|כיתה|kelas
"""
#: Of no use for a list, but a row of such words is one of headings.
_OF_NO_USE = """
sis user id|sis login id|integration id|root account|username|user name|login|status|grade
maximum grade|grade can be changed|marking workflow state|feedback comments|institution|department
notes|overall|benutzername|bewertung|bestwertung|abteilung|kommentar|bemerkung|bemerkungen
geburtsdatum|geb|statut|note maximale|etablissement|remarque|remarques|date de naissance|estado
calificacion|calificacion maxima|institucion|departamento|cijfer|maximaal cijfer|opmerking
date of birth|dob|birthday|gender|sex|geschlecht|phone|telefon|password
"""
_MAIL = ("mail", "courriel", "correo", "почт", "epost", "eposta", "sahkoposti", "メール", "이메일")
_NOT_MINE = (
    "eltern",
    "parent",
    "guardian",
    "vater",
    "mutter",
    "father",
    "mother",
    "ouder",
    "padre",
)


def _keys(words: str) -> frozenset[str]:
    return frozenset(typed_key(word) for word in words.replace("\n", "|").split("|") if word)


_KNOWN: dict[str, ColumnMeaning] = {
    **dict.fromkeys(_keys(_SECTION), ColumnMeaning.SECTION),
    **dict.fromkeys(_keys(_ID), ColumnMeaning.ID),
    **dict.fromkeys(_keys(_WHOLE), ColumnMeaning.NAME),
    **dict.fromkeys(_keys(_LAST), ColumnMeaning.LAST),
    **dict.fromkeys(_keys(_FIRST), ColumnMeaning.FIRST),
}
_NAME_KEYS, _NUMBER_KEYS = _keys(_NAME), _keys(_NUMBER)
_OTHER_KEYS = _keys(_OF_NO_USE)
#: Words as short as these are people's names, too; alone they are no heading.
_SHORT = 4
_MAIL_KEYS = tuple(map(typed_key, _MAIL))


def meanings(headings: Sequence[str]) -> tuple[ColumnMeaning, ...]:
    """What each column is, each thing at most once; OTHER for all that isn't known."""
    keys = [typed_key(heading) for heading in headings]
    found = [_meaning(key) for key in keys]
    has_first, has_last = ColumnMeaning.FIRST in found, ColumnMeaning.LAST in found
    for place, key in enumerate(keys):
        if key not in _NAME_KEYS:
            continue
        if has_first and has_last:
            found[place] = ColumnMeaning.OTHER
        elif has_first or has_last:
            found[place] = ColumnMeaning.LAST if has_first else ColumnMeaning.FIRST
        else:
            found[place] = ColumnMeaning.NAME
    if ColumnMeaning.ID not in found:
        for place in [place for place, key in enumerate(keys) if key in _NUMBER_KEYS][:1]:
            found[place] = ColumnMeaning.ID
    if ColumnMeaning.FIRST in found and ColumnMeaning.LAST in found:
        found = [ColumnMeaning.OTHER if each is ColumnMeaning.NAME else each for each in found]
    return tuple(
        each if each not in found[:place] else ColumnMeaning.OTHER
        for place, each in enumerate(found)
    )


def known_words(cells: Sequence[str]) -> int:
    """How many different headings that are known here are among these cells."""
    keys = {typed_key(cell) for cell in cells if 0 < len(cell) <= 60}
    return sum(
        key in _NAME_KEYS
        or key in _NUMBER_KEYS
        or key in _OTHER_KEYS
        or _meaning(key) is not ColumnMeaning.OTHER
        for key in keys
    )


def are_headings(cells: Sequence[str]) -> bool:
    """Whether a row names columns: two of its words do, or its only one says where names are."""
    known = known_words(cells)
    if known != 1:
        return known > 1
    full = [cell for cell in cells if cell.strip()]
    named = [each for each in meanings(cells) if each in _NAMES]
    return len(full) <= 2 and bool(named) and all(len(typed_key(c)) >= _SHORT for c in full)


_NAMES = (ColumnMeaning.FIRST, ColumnMeaning.LAST, ColumnMeaning.NAME)


def _meaning(key: str) -> ColumnMeaning:
    if any(word in key for word in _MAIL_KEYS) and "@" not in key:
        mine = not any(word in key for word in _NOT_MINE)
        return ColumnMeaning.MAIL if mine else ColumnMeaning.OTHER
    return _KNOWN.get(key, ColumnMeaning.OTHER)
