"""Expressions about time, space and vectors in random queries. A part of `grammar.Generator`; meet `Values.instant` first."""

UNITS = ["millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond"]
PARTS = {
    "date": ["year", "quarter", "month", "week", "weekYear", "dayOfQuarter", "day", "ordinalDay", "dayOfWeek"],
    "localtime": ["hour", "minute", "second", "millisecond", "nanosecond"],
    "time": ["hour", "minute", "second", "offsetMinutes", "offsetSeconds", "microsecond"],
    "localdatetime": ["year", "week", "hour", "second", "ordinalDay"],
    "datetime": ["year", "day", "hour", "epochSeconds", "epochMillis", "offsetMinutes", "quarter"],
    "duration": ["years", "months", "days", "hours", "seconds", "nanosecondsOfSecond", "monthsOfYear", "minutesOfHour", "weeks", "milliseconds"],
}
TEXTS = {
    "date": ["2020-02-29", "2019-12-30", "1969-W01-1", "2021-366", "0000-01-01", "2024-Q2-91"],
    "localtime": ["12:30:01.5", "00:00", "235959.999999999"],
    "time": ["12:30+01:00", "11:30Z", "00:00-18:00"],
    "localdatetime": ["2020-02-29T12:30", "1969-12-31T23:59:59.5", "2021-01-01"],
    "datetime": ["2020-02-29T12:30[Europe/Paris]", "2020-10-25T02:30+01:00[Europe/Paris]", "2020-02-29T11:30Z", "1970-01-01T00:00-11:30", "2020-03-29T02:30[Europe/Paris]"],
    "duration": ["P1Y2M3DT4H5.5S", "PT-1.5S", "P0.5M", "P-3DT25H", "P1W", "PT0S"],
}
INSTANTS = [kind for kind in PARTS if kind != "duration"]


class Values:
    """Temporal arithmetic, points and vectors."""

    def duration(self, d):
        if d > 0 and self.chance(0.5):
            return self.pick([
                lambda: f"({self.duration(d - 1)} {self.pick(['+', '-'])} {self.duration(0)})",
                lambda: f"({self.duration(d - 1)} {self.pick(['*', '/'])} {self.pick(['2', '3', '0.5', '-1'])})",
                lambda: f"duration.{self.pick(['between', 'inMonths', 'inDays', 'inSeconds'])}({self.instant(d - 1)[1]}, {self.instant(0)[1]})",
                lambda: f"duration({{{self.pick(['years: 1', 'months: 1.5', 'weeks: -1', 'days: ' + self.expr('int', 0)])}, hours: {self.pick(['25', '-1', '0.25'])}}})",
            ])()
        return f"duration('{self.pick(TEXTS['duration'])}')"

    def instant(self, d, kind=None):
        """A kind and an expression of it."""
        kind = kind or self.pick(INSTANTS)
        if d <= 0 or self.chance(0.35):
            return kind, f"{kind}('{self.pick(TEXTS[kind])}')"
        other = self.pick(INSTANTS)
        return kind, self.pick([
            lambda: f"({self.instant(d - 1, kind)[1]} {self.pick(['+', '-'])} {self.duration(d - 1)})",
            lambda: f"{kind}.truncate('{self.pick(UNITS)}', {self.instant(d - 1, self.pick([kind, kind, other]))[1]}{self.pick(['', '', ', {day: 2}', ', {hour: 5}', ', {minute: 59}'])})",
            lambda: f"{kind}({self.instant(d - 1, self.pick([kind, 'datetime', 'localdatetime']))[1]})",
            lambda: f"{kind}({{{self.pick(['date', 'time', 'datetime'])}: {self.instant(d - 1)[1]}, {self.pick(['day: 3', 'hour: 4', 'timezone: ' + repr('+02:00'), 'year: 2021', 'nanosecond: 7'])}}})",
        ])()

    def temporal(self, d):
        """Any value made of time."""
        return self.pick([
            lambda: self.instant(d)[1],
            lambda: self.duration(d),
            lambda: (lambda kind, text: f"{text}.{self.pick(PARTS[kind])}")(*self.instant(d)),
            lambda: f"{self.duration(d)}.{self.pick(PARTS['duration'])}",
            lambda: (lambda kind, text: f"({text} {self.pick(['<', '=', '>=', '<>'])} {self.instant(0, kind)[1]})")(*self.instant(d)),
            lambda: f"toString({self.instant(d)[1]})",
            lambda: f"format({self.instant(d)[1]}, '{self.pick(['yyyy-MM-dd', 'HH:mm', 'dd MMM yyyy', 'D Q', 'xxx'])}')" if self.version == 25 else self.duration(d),
        ])()

    def wgs(self):
        height = self.pick(["", "", ", height: 10"])
        return f"point({{longitude: {self.pick(['1', '-179.5', '12.5', '0'])}, latitude: {self.pick(['2', '-89', '45.5', '0'])}{height}}})"

    def space(self, d):
        """Any value made of points."""
        return self.pick([
            lambda: self.point(d),
            self.wgs,
            lambda: f"{self.wgs()}.{self.pick(['longitude', 'latitude', 'crs', 'srid', 'height', 'x'])}",
            lambda: f"point.distance({self.wgs()}, {self.wgs()})",
            lambda: f"point.withinBBox({self.wgs()}, {self.wgs()}, {self.wgs()})",
            lambda: f"point.withinBBox({self.point(0)}, {self.point(0)}, {self.point(0)})",
            lambda: f"({self.point(0)} {self.pick(['=', '<>', '<', '>='])} {self.pick([self.point(0), self.wgs()])})",
        ])()

    def vector(self):
        """Any value made of vectors; their type is known only to Cypher 25."""
        def made():
            return f"vector([{self.pick(['1, 2, 3', '0, 0, 0', '-1.5, 2, 0.5', '3, 1, 2'])}], 3, {self.pick(['INTEGER', 'INTEGER8', 'FLOAT', 'FLOAT32'])})"
        return self.pick([
            made,
            lambda: f"vector.similarity.{self.pick(['cosine', 'euclidean'])}([1.0, 2.0], [{self.pick(['2, 1', '0, 0.5', '1, 2'])}])",
            lambda: f"vector_distance({made()}, {made()}, {self.pick(['EUCLIDEAN', 'MANHATTAN', 'COSINE', 'DOT', 'HAMMING', 'EUCLIDEAN_SQUARED'])})",
            lambda: f"vector_norm({made()}, {self.pick(['EUCLIDEAN', 'MANHATTAN'])})",
            lambda: f"vector_dimension_count({made()})",
            lambda: f"{self.pick(['toIntegerList', 'toFloatList', 'valueType'])}({made()})",
            lambda: f"({made()} {self.pick(['=', '<>', '<'])} {made()})",
        ])() if self.version == 25 else f"vector.similarity.{self.pick(['cosine', 'euclidean'])}([1.0, 2.0], [{self.pick(['2, 1', '0, 0.5', '1, 2'])}])"
