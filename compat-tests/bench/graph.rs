//! The graph that is measured: persons who know each other, and the companies they work for.
//!
//! The same size gives the same graph, on every machine. Degrees are skewed, as in a social
//! network: a few persons are known by thousands. The graph is kept in memory too, so that every
//! answer can be checked against plain loops. Meet [`Graph`] first.

use quiver_types::rng::Rng;
use quiver_types::{Map, Value};

/// Cities that persons live in; group-by has as many groups.
pub const CITIES: usize = 100;
const INDUSTRIES: usize = 20;
const SYLLABLES: [&str; 16] = [
    "an", "bel", "cor", "dan", "el", "fin", "gar", "hol", "is", "jor", "kal", "lin", "mar", "nor",
    "ov", "per",
];

/// A person's six properties.
pub struct Person {
    /// Its own number, unique.
    pub id: i64,
    /// A name that others may have too.
    pub name: String,
    /// 18 to 89.
    pub age: i64,
    /// One of [`CITIES`].
    pub city: String,
    /// 0 to 1000, with two decimals.
    pub score: f64,
    /// Whether active.
    pub active: bool,
    /// The company, by its place.
    pub company: usize,
}

/// All of it.
pub struct Graph {
    /// By id.
    pub persons: Vec<Person>,
    /// `industry` of each company.
    pub companies: Vec<String>,
    /// `(from, to, since)`.
    pub knows: Vec<(u32, u32, i64)>,
    /// Whom each person knows, as places in `knows`.
    pub outgoing: Vec<Vec<u32>>,
    /// Who knows each person, as places in `knows`.
    pub incoming: Vec<Vec<u32>>,
}

impl Graph {
    /// The graph of that many persons, each knowing `degree` others on average.
    pub fn new(persons: usize, degree: usize) -> Self {
        let mut rng = Rng::from_seed(20_260_801);
        let companies = (persons / 100).max(2);
        let people = (0..persons)
            .map(|id| person(id, companies, &mut rng))
            .collect();
        let mut graph = Self {
            persons: people,
            companies: (0..companies)
                .map(|place| format!("industry {}", place % INDUSTRIES))
                .collect(),
            knows: Vec::with_capacity(persons * degree),
            outgoing: vec![Vec::new(); persons],
            incoming: vec![Vec::new(); persons],
        };
        for from in 0..persons {
            // Twice the average at most, seldom much less than half of it.
            let friends = degree / 2 + rng.below(degree as u64 + 1) as usize;
            for _ in 0..friends {
                graph.befriend(from, &mut rng);
            }
        }
        graph
    }

    fn befriend(&mut self, from: usize, rng: &mut Rng) {
        let persons = self.persons.len();
        // The third power makes the first persons hubs; half of all friends are anybody.
        let popular = rng.unit().powi(3) * persons as f64;
        let anybody = rng.below(persons as u64) as usize;
        let mut to = if rng.unit() < 0.5 {
            popular as usize
        } else {
            anybody
        };
        if to == from {
            to = (to + 1) % persons;
        }
        let place = self.knows.len() as u32;
        let since = 1990 + rng.below(36) as i64;
        self.knows.push((from as u32, to as u32, since));
        self.outgoing[from].push(place);
        self.incoming[to].push(place);
    }

    /// Whom a person knows, once for every relationship.
    pub fn friends(&self, person: usize) -> impl Iterator<Item = usize> + '_ {
        self.outgoing[person]
            .iter()
            .map(|place| self.knows[*place as usize].1 as usize)
    }

    /// Rows that create the persons.
    pub fn person_rows(&self) -> impl Iterator<Item = Value> + '_ {
        self.persons.iter().map(|person| {
            let mut row: Map = [("id", person.id), ("age", person.age)]
                .into_iter()
                .collect();
            row.insert("name", person.name.as_str());
            row.insert("city", person.city.as_str());
            row.insert("score", person.score);
            row.insert("active", person.active);
            row.into()
        })
    }

    /// Rows that create the companies.
    pub fn company_rows(&self) -> impl Iterator<Item = Value> + '_ {
        self.companies.iter().enumerate().map(|(id, industry)| {
            let mut row: Map = [("id", id as i64)].into_iter().collect();
            row.insert("industry", industry.as_str());
            row.into()
        })
    }

    /// Rows that create KNOWS.
    pub fn knows_rows(&self) -> impl Iterator<Item = Value> + '_ {
        self.knows.iter().map(|(from, to, since)| {
            let row: Map = [
                ("a", i64::from(*from)),
                ("b", i64::from(*to)),
                ("s", *since),
            ]
            .into_iter()
            .collect();
            row.into()
        })
    }

    /// Rows that create WORKS_AT.
    pub fn work_rows(&self) -> impl Iterator<Item = Value> + '_ {
        self.persons.iter().map(|person| {
            let row: Map = [("a", person.id), ("c", person.company as i64)]
                .into_iter()
                .collect();
            row.into()
        })
    }
}

fn person(id: usize, companies: usize, rng: &mut Rng) -> Person {
    let mut name = String::new();
    for _ in 0..2 + rng.below(3) {
        name.push_str(SYLLABLES[rng.below(SYLLABLES.len() as u64) as usize]);
    }
    Person {
        id: id as i64,
        name,
        age: 18 + rng.below(72) as i64,
        city: format!("city {}", rng.below(CITIES as u64)),
        score: rng.below(100_000) as f64 / 100.0,
        active: rng.below(10) < 7,
        company: rng.below(companies as u64) as usize,
    }
}
