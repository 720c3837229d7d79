//! Simulates what happens in a conversation after its first message.

use super::{
    company,
    customers::{Customer, POOL},
    hours::Hours,
    model::{Author, Channel, Conversation, Status, Thread, User},
    random::{Quantiles, Random},
};

/// The surroundings of all conversations.
pub(super) struct Simulation {
    pub(super) seed: u64,
    pub(super) users: &'static [User],
    /// The working time of each user, in the order of `users`.
    pub(super) shifts: Vec<Hours>,
    pub(super) office: Hours,
    pub(super) awake: Hours,
    /// Nothing happens from this instant on.
    pub(super) ends: i64,
}

/// What is known of a conversation when its first message arrives.
pub(super) struct Opening {
    pub(super) id: i64,
    pub(super) number: i64,
    pub(super) created: i64,
    /// The numbers that decide what happens in it.
    pub(super) random: Random,
}

impl Simulation {
    /// Simulates a conversation until it ends, or until the end of the year.
    pub(super) fn conversation(&self, opening: &Opening) -> Conversation {
        let Opening {
            id,
            number,
            created,
            ref random,
        } = *opening;
        let mut random = random.clone();
        let mailbox = random
            .weighted(company::MAILBOXES, |mailbox| mailbox.share)
            .id;
        let tags = tags(&mut random);
        let customers = self.customers(&mut random);
        let channel = self.channel(created, &mut random);
        let spam = random.chance(30);

        let mut run = Run {
            simulation: self,
            agent: self.agent(channel, created, &mut random),
            random,
            pace: Pace::of(channel),
            threads: Vec::with_capacity(4),
            closed: None,
        };
        run.write(created, Author::Customer);
        if !spam {
            run.play();
        }
        let Run {
            mut threads,
            closed,
            mut random,
            ..
        } = run;

        let answered = threads
            .iter()
            .any(|thread| matches!(thread.author, Author::User { .. }));
        let waits = threads
            .last()
            .is_some_and(|thread| thread.author == Author::Customer);
        let status = match closed {
            _ if spam => Status::Spam,
            Some(_) => Status::Closed,
            None if waits || random.chance(250) => Status::Active,
            None => Status::Pending,
        };
        for (place, thread) in threads.iter_mut().enumerate() {
            thread.id = id * THREADS_PER_ID + place as i64;
        }
        Conversation {
            id,
            number,
            mailbox,
            folder: folder(mailbox, status, answered),
            channel,
            status,
            tags,
            customers,
            created,
            closed,
            threads,
        }
    }

    /// Picks one customer, or two in a few cases. Some customers write far more often than others.
    fn customers(&self, random: &mut Random) -> Vec<Customer> {
        let place = random.below(POOL) * random.below(POOL) / POOL;
        let mut customers = vec![Customer::at(self.seed, place)];
        if random.chance(40) {
            customers.push(Customer::at(
                self.seed,
                (place + 1 + random.below(POOL - 1)) % POOL,
            ));
        }
        customers
    }

    /// Picks the channel. Chats and calls come in only while the office is open.
    fn channel(&self, created: i64, random: &mut Random) -> Channel {
        match random.below(1000) {
            0..130 if self.office.is_open(created) => Channel::Chat,
            130..200 if self.office.is_open(created) => Channel::Phone,
            _ => Channel::Email,
        }
    }

    /// Picks the user who answers, as an index. Chats and calls prefer a user who is at work.
    fn agent(&self, channel: Channel, created: i64, random: &mut Random) -> usize {
        let mut agent = self.any_agent(random);
        if channel != Channel::Email {
            for _ in 0..5 {
                if self.shifts[agent].is_open(created) {
                    break;
                }
                agent = self.any_agent(random);
            }
        }
        agent
    }

    fn any_agent(&self, random: &mut Random) -> usize {
        let taken = random.weighted(self.users, |user| user.share).id;
        self.users
            .iter()
            .position(|user| user.id == taken)
            .unwrap_or(0)
    }
}

/// A conversation while it is simulated.
struct Run<'a> {
    simulation: &'a Simulation,
    random: Random,
    pace: &'static Pace,
    agent: usize,
    threads: Vec<Thread>,
    closed: Option<i64>,
}

impl Run<'_> {
    fn play(&mut self) {
        if self.random.chance(25) {
            return self.close_later();
        }
        for _ in 0..MOST_ROUNDS {
            if !self.answer() {
                return;
            }
            if self.closed.is_none() && self.random.chance(80) {
                self.follow_up();
            }
            if !self.random.chance(self.pace.goes_on) || !self.customer_returns() {
                break;
            }
        }
        if self.closed.is_none() {
            self.close_later();
        }
    }

    /// Lets the agent answer the waiting customer. Returns false if the year ends before that.
    fn answer(&mut self) -> bool {
        let asked = self.last_sent();
        let wait = self.random.quantile(self.pace.wait);
        let Some(sent) = self.simulation.shifts[self.agent].after(asked, wait.max(1)) else {
            return false;
        };
        if sent >= self.simulation.ends {
            return false;
        }
        if self.random.chance(90) {
            let again = asked + self.random.quantile(self.pace.asks_again);
            if again < sent {
                self.write(again, Author::Customer);
            }
        }
        self.reply(sent);
        self.closed = self.random.chance(self.pace.closes).then_some(sent);
        true
    }

    /// Sends a second reply without another question, by the same user or another.
    fn follow_up(&mut self) {
        if self.random.chance(300) {
            self.agent = self.simulation.any_agent(&mut self.random);
        }
        let pause = 1 + self.random.quantile(self.pace.asks_again);
        let sent = self.simulation.shifts[self.agent].after(self.last_sent(), pause);
        if let Some(sent) = sent.filter(|sent| *sent < self.simulation.ends) {
            self.reply(sent);
            self.closed = self.random.chance(self.pace.closes).then_some(sent);
        }
    }

    /// Lets the customer write back, which reopens a closed conversation. Returns false if the year
    /// ends before that.
    fn customer_returns(&mut self) -> bool {
        let pause = 1 + self.random.quantile(self.pace.comes_back);
        let Some(sent) = self.simulation.awake.after(self.last_sent(), pause) else {
            return false;
        };
        if sent >= self.simulation.ends {
            return false;
        }
        self.write(sent, Author::Customer);
        self.closed = None;
        if self.random.chance(120) {
            self.agent = self.simulation.any_agent(&mut self.random);
        }
        true
    }

    /// Closes the conversation without another message, or leaves it open.
    fn close_later(&mut self) {
        if self.random.chance(600) {
            let pause = self.random.quantile(CLOSED_AFTER);
            self.closed = self
                .simulation
                .office
                .after(self.last_sent(), pause)
                .filter(|at| *at < self.simulation.ends);
        }
    }

    fn reply(&mut self, sent: i64) {
        let handled = self.random.quantile(self.pace.handle);
        // A user can't open a message before it arrives.
        let opened = (sent - handled).max(self.last_sent());
        self.write(
            sent,
            Author::User {
                id: self.simulation.users[self.agent].id,
                opened,
            },
        );
    }

    fn write(&mut self, sent: i64, author: Author) {
        self.threads.push(Thread {
            id: 0,
            sent,
            author,
        });
    }

    fn last_sent(&self) -> i64 {
        self.threads.last().map_or(0, |thread| thread.sent)
    }
}

fn tags(random: &mut Random) -> Vec<i64> {
    let mut tags = Vec::new();
    let wanted = match random.below(10) {
        0..4 => 0,
        4..8 => 1,
        8 => 2,
        _ => 3,
    };
    for _ in 0..wanted {
        let tag = random.weighted(company::TAGS, |tag| tag.share).id;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn folder(mailbox: i64, status: Status, answered: bool) -> i64 {
    let name = match status {
        Status::Spam => company::SPAM,
        Status::Closed => company::CLOSED,
        Status::Active if !answered => company::UNASSIGNED,
        Status::Active | Status::Pending => company::ASSIGNED,
    };
    let mut folders = company::FOLDERS.iter();
    folders
        .find(|folder| folder.mailbox == mailbox && folder.name == name)
        .map_or(0, |folder| folder.id)
}

/// How fast conversations of a channel proceed. Times are in seconds: those of users in working
/// time, those of customers in waking hours.
struct Pace {
    wait: &'static Quantiles,
    handle: &'static Quantiles,
    asks_again: &'static Quantiles,
    comes_back: &'static Quantiles,
    /// How many of 1000 replies close the conversation.
    closes: u64,
    /// How many of 1000 replies get an answer.
    goes_on: u64,
}

impl Pace {
    fn of(channel: Channel) -> &'static Self {
        match channel {
            Channel::Email => &EMAIL,
            Channel::Chat => &CHAT,
            Channel::Phone => &PHONE,
        }
    }
}

const MOST_ROUNDS: usize = 14;
/// Thread IDs are derived from the conversation's ID, so they increase with it and are unique. A
/// round has at most four threads.
const THREADS_PER_ID: i64 = 64;

/// The tails are long on purpose: most answers are quick, a few take weeks.
const EMAIL: Pace = Pace {
    wait: &[
        (0, 40),
        (60, 240),
        (250, 1150),
        (500, 3000),
        (750, 8200),
        (900, 19_500),
        (970, 46_000),
        (995, 150_000),
        (1000, 850_000),
    ],
    handle: &[
        (0, 9),
        (250, 80),
        (500, 160),
        (750, 300),
        (950, 800),
        (995, 2700),
        (1000, 9000),
    ],
    asks_again: &[(0, 60), (500, 2400), (900, 30_000), (1000, 180_000)],
    comes_back: &[
        (0, 90),
        (250, 1600),
        (500, 9500),
        (750, 45_000),
        (950, 230_000),
        (1000, 1_600_000),
    ],
    closes: 700,
    goes_on: 340,
};

const CHAT: Pace = Pace {
    wait: &[
        (0, 3),
        (250, 17),
        (500, 38),
        (750, 90),
        (950, 380),
        (995, 2300),
        (1000, 9000),
    ],
    handle: &[
        (0, 2),
        (250, 11),
        (500, 24),
        (750, 55),
        (950, 160),
        (1000, 900),
    ],
    asks_again: &[(0, 4), (500, 35), (1000, 400)],
    comes_back: &[(0, 3), (500, 40), (900, 150), (980, 600), (1000, 90_000)],
    closes: 250,
    goes_on: 690,
};

const PHONE: Pace = Pace {
    wait: &[(0, 4), (500, 28), (900, 140), (990, 900), (1000, 5400)],
    handle: &[
        (0, 20),
        (250, 150),
        (500, 290),
        (750, 520),
        (950, 1500),
        (1000, 4800),
    ],
    asks_again: &[(0, 300), (500, 3600), (1000, 90_000)],
    comes_back: &[(0, 600), (500, 30_000), (1000, 700_000)],
    closes: 850,
    goes_on: 90,
};

const CLOSED_AFTER: &Quantiles = &[
    (0, 20),
    (250, 1800),
    (500, 14_400),
    (900, 115_000),
    (1000, 600_000),
];
