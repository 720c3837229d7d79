//! The customers: made-up people, some without a name.

use super::random::{Random, mix};

/// How many customers there are.
pub(crate) const POOL: u64 = 6000;

/// A customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Customer {
    pub(crate) id: i64,
    name: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Unknown,
    /// The email address stands for the name.
    Address,
    Full {
        given: &'static str,
        family: &'static str,
    },
}

impl Customer {
    /// Returns the customer at a place in the pool.
    pub(crate) fn at(seed: u64, place: u64) -> Self {
        let mut random = Random::new(mix(mix(seed, STREAM), place));
        let id = FIRST_ID + (place * GAP + random.below(GAP)) as i64;
        let name = match random.below(100) {
            0..6 => Name::Unknown,
            6..9 => Name::Address,
            _ => Name::Full {
                given: GIVEN[random.below(GIVEN.len() as u64) as usize],
                family: FAMILY[random.below(FAMILY.len() as u64) as usize],
            },
        };
        Self { id, name }
    }

    /// Creates a customer for a desk that a test builds by hand.
    #[cfg(test)]
    pub(crate) fn named(id: i64, given: &'static str, family: &'static str) -> Self {
        Self {
            id,
            name: Name::Full { given, family },
        }
    }

    pub(crate) fn email(&self) -> String {
        format!("customer{}@example.com", self.id)
    }

    /// Returns the name, if it is known.
    pub(crate) fn name(&self) -> Option<String> {
        match self.name {
            Name::Unknown => None,
            Name::Address => Some(self.email()),
            Name::Full { given, family } => Some(format!("{given} {family}")),
        }
    }
}

const STREAM: u64 = 1;
const FIRST_ID: i64 = 137_000_000;
const GAP: u64 = 331;

const GIVEN: &[&str] = &[
    "Abena",
    "Adrian",
    "Agnieszka",
    "Ahmed",
    "Aisha",
    "Alejandra",
    "Amir",
    "Ana",
    "Anders",
    "Anika",
    "Astrid",
    "Ayşe",
    "Beatriz",
    "Björn",
    "Bruno",
    "Camille",
    "Carlos",
    "Chiara",
    "Chinedu",
    "Claire",
    "Daniela",
    "Dmitri",
    "Elif",
    "Emeka",
    "Erik",
    "Fatima",
    "Femi",
    "Finn",
    "Gabriela",
    "Giulia",
    "Grace",
    "Hana",
    "Harper",
    "Henrik",
    "Hiroshi",
    "Hugo",
    "Ibrahim",
    "Imani",
    "Ines",
    "Ingrid",
    "Isabela",
    "Jakub",
    "Jasmine",
    "Jonas",
    "José",
    "Julia",
    "Kaito",
    "Karin",
    "Katarzyna",
    "Kenji",
    "Kwame",
    "Laila",
    "Lars",
    "Leila",
    "Lena",
    "Linh",
    "Lucía",
    "Magnus",
    "Malik",
    "Maren",
    "Mateo",
    "Mei",
    "Miguel",
    "Mina",
    "Naomi",
    "Nikolai",
    "Noor",
    "Nora",
    "Olga",
    "Oscar",
    "Paolo",
    "Pilar",
    "Rafael",
    "Ravi",
    "Rosa",
    "Ruth",
    "Samira",
    "Sanjay",
    "Sofia",
    "Sora",
    "Stefan",
    "Svetlana",
    "Tariq",
    "Theo",
    "Thuy",
    "Valeria",
    "Viktor",
    "Wei",
    "Yara",
    "Youssef",
    "Yuki",
    "Zanele",
    "Zoë",
];

const FAMILY: &[&str] = &[
    "Abebe",
    "Adeyemi",
    "Ahmadi",
    "Almeida",
    "Andersen",
    "Arslan",
    "Baker",
    "Banerjee",
    "Barros",
    "Becker",
    "Bergström",
    "Bouchard",
    "Castillo",
    "Chen",
    "Costa",
    "Cruz",
    "Dahl",
    "Delgado",
    "Diallo",
    "Dubois",
    "Eriksen",
    "Fernández",
    "Ferrari",
    "Fischer",
    "Fontaine",
    "Fraser",
    "Gallagher",
    "García",
    "Greco",
    "Gupta",
    "Haddad",
    "Hansen",
    "Hughes",
    "Ivanova",
    "Jansen",
    "Jensen",
    "Johansson",
    "Kamau",
    "Kaplan",
    "Karlsson",
    "Kaya",
    "Kim",
    "Kimura",
    "Kovács",
    "Kowalska",
    "Kumar",
    "Lambert",
    "Larsen",
    "Lopes",
    "Macleod",
    "Mahlangu",
    "Marchetti",
    "Martins",
    "Mbeki",
    "Mensah",
    "Meyer",
    "Moreau",
    "Morgan",
    "Mäkinen",
    "Nakamura",
    "Navarro",
    "Nguyen",
    "Novak",
    "Nowak",
    "Nwosu",
    "Olsen",
    "Ortega",
    "Osei",
    "Park",
    "Patel",
    "Pereira",
    "Petrov",
    "Popescu",
    "Quiroga",
    "Ramírez",
    "Reyes",
    "Ricci",
    "Romero",
    "Rossi",
    "Sato",
    "Schmidt",
    "Schneider",
    "Sharma",
    "Silva",
    "Singh",
    "Sokolova",
    "Suzuki",
    "Svensson",
    "Takahashi",
    "Teixeira",
    "Tran",
    "Vargas",
    "Visser",
    "Wagner",
    "Walsh",
    "Wójcik",
    "Yamamoto",
    "Yilmaz",
    "Zhang",
    "Zimmermann",
];
