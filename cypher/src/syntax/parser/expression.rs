//! Expressions: operators by precedence, on a stack of its own instead of the call stack.
//!
//! The levels, loosest first: OR, XOR, AND, NOT, comparison, predicates (IN, STARTS WITH, ENDS
//! WITH, CONTAINS, =~, IS NULL, IS :: TYPE), + - ||, * / %, ^, unary + -, postfix. Operators of
//! one level stand in one list, so a chain of any length is flat. What operators stand between is
//! in `atom`.
//!
//! Meet [`expression`].

use quiver_types::{Status, Value};

use super::atom::atom;
use super::input::{Context, Expected, Input, Parsed, Problem, complaint, token, token_name};
use super::label;
use super::literal;
use super::types::value_type;
use crate::syntax::ast::{
    ArithmeticOp, BinaryOp, CompareOp, Expr, ExprKind, LabelExpr, NormalForm, Span,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// Precedence, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Strength {
    Or,
    Xor,
    And,
    Not,
    Compare,
    Predicate,
    Add,
    Multiply,
    Power,
    Sign,
}

/// An operator that waits for its right operand.
enum Waiting {
    Or(Vec<Expr>),
    Xor(Vec<Expr>),
    And(Vec<Expr>),
    /// One NOT or two: more make no difference.
    Not {
        twice: bool,
        start: u32,
    },
    Compare(Box<Expr>, Vec<(CompareOp, Expr)>, CompareOp),
    Predicate(BinaryOp, Box<Expr>),
    Add(Box<Expr>, Vec<(ArithmeticOp, Expr)>, ArithmeticOp),
    Multiply(Box<Expr>, Vec<(ArithmeticOp, Expr)>, ArithmeticOp),
    Power(Vec<Expr>),
    Sign {
        sign: Sign,
        start: u32,
    },
}

/// Signs before an operand, folded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    /// Any even number of minus signs.
    DoubleMinus,
}

impl Waiting {
    fn strength(&self) -> Strength {
        match self {
            Self::Or(_) => Strength::Or,
            Self::Xor(_) => Strength::Xor,
            Self::And(_) => Strength::And,
            Self::Not { .. } => Strength::Not,
            Self::Compare(..) => Strength::Compare,
            Self::Predicate(..) => Strength::Predicate,
            Self::Add(..) => Strength::Add,
            Self::Multiply(..) => Strength::Multiply,
            Self::Power(_) => Strength::Power,
            Self::Sign { .. } => Strength::Sign,
        }
    }

    /// The operator with its last operand.
    fn complete(self, last: Box<Expr>) -> Box<Expr> {
        let end = last.span.end;
        let make = |start: u32, kind: ExprKind| {
            let span = Span { start, end };
            Box::new(Expr { kind, span })
        };
        let list = |mut all: Vec<Expr>, last: Box<Expr>, kind: fn(Vec<Expr>) -> ExprKind| {
            let start = all[0].span.start;
            all.push(*last);
            make(start, kind(all))
        };
        match self {
            Self::Or(all) => list(all, last, ExprKind::Or),
            Self::Xor(all) => list(all, last, ExprKind::Xor),
            Self::And(all) => list(all, last, ExprKind::And),
            Self::Power(all) => list(all, last, ExprKind::Power),
            Self::Not { twice, start } => {
                let once = make(start, ExprKind::Not(last));
                match twice {
                    true => make(start, ExprKind::Not(once)),
                    false => once,
                }
            }
            Self::Compare(first, mut rest, op) => {
                rest.push((op, *last));
                make(first.span.start, ExprKind::Compare(first, rest))
            }
            Self::Predicate(op, left) => make(left.span.start, ExprKind::Binary(op, left, last)),
            Self::Add(first, mut rest, op) => {
                rest.push((op, *last));
                make(first.span.start, ExprKind::Additive(first, rest))
            }
            Self::Multiply(first, mut rest, op) => {
                rest.push((op, *last));
                make(first.span.start, ExprKind::Multiplicative(first, rest))
            }
            Self::Sign { sign, start } => match sign {
                Sign::Plus => make(start, ExprKind::Plus(last)),
                Sign::Minus => make(start, ExprKind::Negate(last)),
                Sign::DoubleMinus => {
                    make(start, ExprKind::Negate(make(start, ExprKind::Negate(last))))
                }
            },
        }
    }
}

/// An operator after an operand.
#[derive(Clone, Copy)]
enum Operator {
    Or,
    Xor,
    And,
    Compare(CompareOp),
    Predicate(BinaryOp),
    Add(ArithmeticOp),
    Multiply(ArithmeticOp),
    Power,
}

/// What may follow an operand.
enum Next {
    /// An operator with a right operand.
    Infix(Operator),
    /// `IS ...` or `:: ...`, complete in itself.
    Test,
}

impl Next {
    fn strength(&self) -> Strength {
        match self {
            Self::Infix(operator) => operator.strength(),
            Self::Test => Strength::Predicate,
        }
    }
}

impl Operator {
    fn strength(self) -> Strength {
        match self {
            Self::Or => Strength::Or,
            Self::Xor => Strength::Xor,
            Self::And => Strength::And,
            Self::Compare(_) => Strength::Compare,
            Self::Predicate(_) => Strength::Predicate,
            Self::Add(_) => Strength::Add,
            Self::Multiply(_) => Strength::Multiply,
            Self::Power => Strength::Power,
        }
    }
}

/// Result of the parsers that expressions nest by. It is small, and so are their frames: nesting
/// costs stack, above all in debug builds.
pub(super) type Boxed<'t> = Parsed<'t, Box<Expr>>;

/// An expression.
pub(super) fn expression(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, expr) = boxed(input)?;
    Ok((rest, *expr))
}

/// An expression, boxed.
pub(super) fn boxed(input: Input<'_>) -> Boxed<'_> {
    let mut operators = Operators::new(input);
    let mut rest = input;
    loop {
        let (after, number) = operators.prefix(rest)?;
        let (after, operand) = match number {
            Some(number) => (after, number),
            None => postfix(after, operators.stack.len() as u32, true)?,
        };
        operators.operand();
        match operators.infix(after, operand)? {
            (after, None) => rest = after,
            (after, Some(done)) => {
                operators.finish(input)?;
                return Ok((after, done));
            }
        }
    }
}

/// An expression whose operators outside of brackets bind at least as strongly as `loosest`.
fn bounded(input: Input<'_>, loosest: Strength) -> Boxed<'_> {
    // Not an argument: the frames that expressions nest by stay as they are.
    input.context.loosest.set(loosest);
    boxed(input)
}

/// The operators of one expression while it is read.
struct Operators<'t> {
    context: &'t Context<'t>,
    /// Operators looser than that end the expression.
    loosest: Strength,
    stack: Vec<Waiting>,
    /// Predicates do not chain: `a IN b IN c` is no Cypher.
    after_predicate: bool,
    /// Height of the trees finished before this expression.
    height_before: u32,
    /// Height of the highest operand.
    highest: u32,
    levels: Levels,
}

impl<'t> Operators<'t> {
    fn new(input: Input<'t>) -> Self {
        Self {
            context: input.context,
            loosest: input.context.loosest.replace(Strength::Or),
            stack: Vec::new(),
            after_predicate: false,
            height_before: input.context.height.replace(0),
            highest: 0,
            levels: Levels::default(),
        }
    }

    /// NOT and signs. A number with its minus is an operand already.
    fn prefix(&mut self, input: Input<'t>) -> Parsed<'t, Option<Box<Expr>>> {
        let mut rest = input;
        let mut nots = 0_u32;
        while rest.keyword() == Some(Keyword::Not) && starts_expression(rest.skip(1)) {
            // NOT binds looser than what waits: `1 + NOT x` is no Cypher.
            let waiting = self.stack.last().map(Waiting::strength);
            if waiting.max(Some(self.loosest)) > Some(Strength::Not) {
                return rest.unexpected("an expression");
            }
            rest = rest.skip(1);
            nots += 1;
        }
        if nots > 0 {
            self.stack.push(Waiting::Not {
                twice: nots.is_multiple_of(2),
                start: input.start(),
            });
        }
        match rest.kind() {
            TokenKind::Minus | TokenKind::Plus => self.signs(rest),
            _ => Ok((rest, None)),
        }
    }

    fn signs(&mut self, input: Input<'t>) -> Parsed<'t, Option<Box<Expr>>> {
        let mut rest = input;
        let mut minuses = 0_u32;
        let mut last = TokenKind::Plus;
        while matches!(rest.kind(), TokenKind::Minus | TokenKind::Plus) {
            last = rest.kind();
            minuses += u32::from(last == TokenKind::Minus);
            rest = rest.skip(1);
        }
        // A minus directly before a number belongs to the number.
        let number = match last == TokenKind::Minus && !is_postfix(rest.kind_at(1)) {
            true => negative_number(rest)?,
            false => None,
        };
        let folded = u32::from(number.is_some());
        if rest.at - input.at > folded {
            let sign = match minuses - folded {
                0 => Sign::Plus,
                n if n % 2 == 1 => Sign::Minus,
                _ => Sign::DoubleMinus,
            };
            let start = input.start();
            self.stack.push(Waiting::Sign { sign, start });
        }
        Ok((rest.skip(folded as usize), number))
    }

    /// Notes the height of the operand just read.
    fn operand(&mut self) {
        self.highest = self.highest.max(self.context.height.replace(0));
        self.levels.see(&self.stack);
    }

    /// What follows an operand: an operator that waits for the next one, or the end of the whole
    /// expression, which is answered.
    fn infix(&mut self, input: Input<'t>, operand: Box<Expr>) -> Parsed<'t, Option<Box<Expr>>> {
        let mut rest = input;
        let mut left = operand;
        loop {
            let next = operator(rest).filter(|(next, _)| next.strength() >= self.loosest);
            let Some((next, after)) = next else {
                if rest.kind() == TokenKind::BangEqual {
                    return rest.complain(
                        Status::InequalitySign,
                        "Unknown operation '!=' (you probably meant to use '<>', which is the operator for inequality testing)",
                    );
                }
                while let Some(waiting) = self.stack.pop() {
                    left = waiting.complete(left);
                }
                return Ok((rest, Some(left)));
            };
            let strength = next.strength();
            while let Some(waiting) = self.stack.pop_if(|w| w.strength() > strength) {
                left = waiting.complete(left);
            }
            self.check_predicates(rest, strength)?;
            match next {
                Next::Test => {
                    (rest, left) = test(rest, left)?;
                    self.levels.tests = true;
                    self.after_predicate = true;
                }
                Next::Infix(operator) => {
                    push(&mut self.stack, operator, left);
                    self.after_predicate = false;
                    return Ok((after, None));
                }
            }
        }
    }

    fn check_predicates(
        &self,
        input: Input<'t>,
        strength: Strength,
    ) -> Result<(), nom::Err<Problem>> {
        let waits = self
            .stack
            .last()
            .is_some_and(|waiting| waiting.strength() == Strength::Predicate);
        if (self.after_predicate && strength >= Strength::Predicate)
            || (waits && strength == Strength::Predicate)
        {
            let found = input.text_of(input.token());
            return Err(complaint(
                Status::InvalidSyntax,
                format!(
                    "Invalid input '{found}': it cannot follow another predicate directly; put that in parentheses"
                ),
                input.start(),
            ));
        }
        Ok(())
    }

    /// Notes the height of the whole.
    fn finish(&self, input: Input<'t>) -> Result<(), nom::Err<Problem>> {
        let height = self.highest + self.levels.count();
        if height > self.context.max_nesting {
            return Err(self.context.too_deep(input.start()));
        }
        self.context.height.set(self.height_before.max(height));
        Ok(())
    }
}

/// How many levels of operators stand above the operands of one expression, at most.
#[derive(Default)]
struct Levels {
    waiting: usize,
    double_not: bool,
    double_minus: bool,
    tests: bool,
}

impl Levels {
    fn see(&mut self, stack: &[Waiting]) {
        self.waiting = self.waiting.max(stack.len());
        for waiting in stack.iter().rev().take(2) {
            self.double_not |= matches!(waiting, Waiting::Not { twice: true, .. });
            self.double_minus |= matches!(
                waiting,
                Waiting::Sign {
                    sign: Sign::DoubleMinus,
                    ..
                }
            );
        }
    }

    fn count(&self) -> u32 {
        self.waiting as u32
            + u32::from(self.double_not)
            + u32::from(self.double_minus)
            + u32::from(self.tests)
    }
}

/// Lets the operator wait, joining the one of its level if that waits already.
fn push(stack: &mut Vec<Waiting>, operator: Operator, operand: Box<Expr>) {
    match (stack.last_mut(), operator) {
        (Some(Waiting::Or(all)), Operator::Or)
        | (Some(Waiting::Xor(all)), Operator::Xor)
        | (Some(Waiting::And(all)), Operator::And)
        | (Some(Waiting::Power(all)), Operator::Power) => {
            all.push(*operand);
            return;
        }
        (Some(Waiting::Compare(_, rest, waiting)), Operator::Compare(next)) => {
            rest.push((std::mem::replace(waiting, next), *operand));
            return;
        }
        (Some(Waiting::Add(_, rest, waiting)), Operator::Add(next))
        | (Some(Waiting::Multiply(_, rest, waiting)), Operator::Multiply(next)) => {
            rest.push((std::mem::replace(waiting, next), *operand));
            return;
        }
        _ => {}
    }
    stack.push(match operator {
        Operator::Or => Waiting::Or(vec![*operand]),
        Operator::Xor => Waiting::Xor(vec![*operand]),
        Operator::And => Waiting::And(vec![*operand]),
        Operator::Power => Waiting::Power(vec![*operand]),
        Operator::Compare(op) => Waiting::Compare(operand, Vec::new(), op),
        Operator::Add(op) => Waiting::Add(operand, Vec::new(), op),
        Operator::Multiply(op) => Waiting::Multiply(operand, Vec::new(), op),
        Operator::Predicate(op) => Waiting::Predicate(op, operand),
    });
}

/// The operator here, and the place after it.
fn operator(input: Input<'_>) -> Option<(Next, Input<'_>)> {
    use TokenKind as K;
    let one = |operator| Some((Next::Infix(operator), input.skip(1)));
    match input.kind() {
        K::Plus => one(Operator::Add(ArithmeticOp::Add)),
        K::Minus => one(Operator::Add(ArithmeticOp::Subtract)),
        K::DoubleBar => one(Operator::Add(ArithmeticOp::Concat)),
        K::Star => one(Operator::Multiply(ArithmeticOp::Multiply)),
        K::Slash => one(Operator::Multiply(ArithmeticOp::Divide)),
        K::Percent => one(Operator::Multiply(ArithmeticOp::Modulo)),
        K::Caret => one(Operator::Power),
        K::Equal => one(Operator::Compare(CompareOp::Equal)),
        K::NotEqual => one(Operator::Compare(CompareOp::NotEqual)),
        K::Less => one(Operator::Compare(CompareOp::Less)),
        K::LessOrEqual => one(Operator::Compare(CompareOp::LessOrEqual)),
        K::Greater => one(Operator::Compare(CompareOp::Greater)),
        K::GreaterOrEqual => one(Operator::Compare(CompareOp::GreaterOrEqual)),
        K::Matches => one(Operator::Predicate(BinaryOp::Matches)),
        K::DoubleColon => Some((Next::Test, input.skip(1))),
        K::Name => word_operator(input),
        _ => {
            input.note(Expected::Described("an operator"));
            None
        }
    }
}

fn word_operator(input: Input<'_>) -> Option<(Next, Input<'_>)> {
    let with = input.keyword_at(1) == Some(Keyword::With);
    let (operator, words) = match input.keyword() {
        Some(Keyword::Or) => (Operator::Or, 1),
        Some(Keyword::Xor) => (Operator::Xor, 1),
        Some(Keyword::And) => (Operator::And, 1),
        Some(Keyword::In) => (Operator::Predicate(BinaryOp::In), 1),
        Some(Keyword::Contains) => (Operator::Predicate(BinaryOp::Contains), 1),
        Some(Keyword::Starts) if with => (Operator::Predicate(BinaryOp::StartsWith), 2),
        Some(Keyword::Ends) if with => (Operator::Predicate(BinaryOp::EndsWith), 2),
        Some(Keyword::Is) => return Some((Next::Test, input.skip(1))),
        _ => {
            input.note(Expected::Described("an operator"));
            return None;
        }
    };
    Some((Next::Infix(operator), input.skip(words)))
}

/// The number here, negated; its span includes the minus before it.
fn negative_number(input: Input<'_>) -> Result<Option<Box<Expr>>, nom::Err<Problem>> {
    let number = input.token();
    let minus = input.context.tokens[input.at as usize - 1];
    let value = match number.kind {
        // 2^63 wraps to the smallest integer, which is what it means below a minus.
        TokenKind::Integer => {
            let magnitude = literal::integer(input.text_of(number), minus.start)?;
            Value::Integer((magnitude as i64).wrapping_neg())
        }
        TokenKind::Float => Value::Float(-literal::float(input.text_of(number), number.start)?),
        _ => return Ok(None),
    };
    Ok(Some(Box::new(Expr {
        kind: ExprKind::Literal(value),
        span: Span {
            start: minus.start,
            end: number.end,
        },
    })))
}

fn is_postfix(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Dot | TokenKind::LeftBracket | TokenKind::Colon
    )
}

/// Whether an expression can begin here. Keywords that join expressions do not count, so that
/// `RETURN not AND x` and `RETURN DISTINCT, x` find the variables they mean.
pub(super) fn starts_expression(input: Input<'_>) -> bool {
    use TokenKind as K;
    match input.kind() {
        K::Name => !joins(input),
        K::QuotedName | K::String | K::Integer | K::Float | K::Constant => true,
        K::LeftParen | K::LeftBracket | K::LeftBrace | K::Dollar | K::Minus | K::Plus => true,
        _ => false,
    }
}

/// Whether the name here joins two expressions or names one.
fn joins(input: Input<'_>) -> bool {
    match input.keyword() {
        Some(
            Keyword::And
            | Keyword::Or
            | Keyword::Xor
            | Keyword::In
            | Keyword::Contains
            | Keyword::As
            | Keyword::Is,
        ) => true,
        Some(Keyword::Starts | Keyword::Ends) => input.keyword_at(1) == Some(Keyword::With),
        Some(Keyword::Order) => input.keyword_at(1) == Some(Keyword::By),
        _ => false,
    }
}

/// An atom and the `.key`, `[index]` and `:Label` after it. `depth` levels of operators wait for
/// it.
pub(super) fn postfix(input: Input<'_>, depth: u32, labels: bool) -> Boxed<'_> {
    let (mut rest, mut expr) = atom(input, depth)?;
    loop {
        let (after, longer) = match rest.kind() {
            TokenKind::Dot => property(rest, expr)?,
            TokenKind::LeftBracket => subscript(rest, expr, depth)?,
            TokenKind::Colon if labels => has_labels(rest.skip(1), expr)?,
            _ => return Ok((rest, expr)),
        };
        after.raise()?;
        rest = after;
        expr = longer;
    }
}

/// `kind`, from byte `start` to the token before `rest`.
fn enclosing<'t>(rest: Input<'t>, start: u32, kind: ExprKind) -> (Input<'t>, Box<Expr>) {
    let span = rest.span_from(start);
    (rest, Box::new(Expr { kind, span }))
}

fn property(input: Input<'_>, of: Box<Expr>) -> Boxed<'_> {
    let (rest, key) = token_name(input.skip(1), "a property key")?;
    Ok(enclosing(rest, of.span.start, ExprKind::Property(of, key)))
}

fn has_labels(input: Input<'_>, of: Box<Expr>) -> Boxed<'_> {
    let (rest, labels) = label::predicate(input)?;
    Ok(enclosing(
        rest,
        of.span.start,
        ExprKind::HasLabels(of, labels),
    ))
}

/// `[index]` or `[from..to]`.
fn subscript(input: Input<'_>, of: Box<Expr>, depth: u32) -> Boxed<'_> {
    let _level = input.nest(1 + depth)?;
    let inside = input.skip(1);
    let (rest, from) = unless(TokenKind::DotDot, inside)?;
    match (rest.eat(TokenKind::DotDot), from) {
        (None, None) => inside.unexpected("an expression"),
        (None, Some(index)) => {
            let (rest, _) = token(TokenKind::RightBracket)(rest)?;
            Ok(enclosing(rest, of.span.start, ExprKind::Index(of, index)))
        }
        (Some(rest), from) => {
            let (rest, to) = unless(TokenKind::RightBracket, rest)?;
            let (rest, _) = token(TokenKind::RightBracket)(rest)?;
            if from.is_none() && to.is_none() {
                return inside.complain(
                    Status::InvalidSyntax,
                    "A slice needs its start or its end: write [from..], [..to] or [from..to]",
                );
            }
            Ok(enclosing(
                rest,
                of.span.start,
                ExprKind::Slice(of, from, to),
            ))
        }
    }
}

/// An expression, unless `stop` is here.
fn unless(stop: TokenKind, input: Input<'_>) -> Parsed<'_, Option<Box<Expr>>> {
    if input.kind() == stop {
        return Ok((input, None));
    }
    let (rest, expr) = boxed(input)?;
    Ok((rest, Some(expr)))
}

/// An operator and its right side where a value could stand, as WHEN has it; `None` where none of
/// those is here that may. `subject` is where that which it tests was written.
pub(super) fn test_of(
    input: Input<'_>,
    subject: Span,
) -> Result<Option<(Input<'_>, Box<Expr>)>, nom::Err<Problem>> {
    let target = || {
        let kind = ExprKind::CaseSubject;
        Box::new(Expr {
            kind,
            span: subject,
        })
    };
    let is_25 = input.context.is_25.get();
    let (rest, mut tested) = match operator(input) {
        Some((Next::Infix(Operator::Compare(op)), after)) => {
            let (rest, right) = bounded(after, Strength::Predicate)?;
            let kind = ExprKind::Compare(target(), vec![(op, *right)]);
            enclosing(rest, input.start(), kind)
        }
        Some((Next::Infix(Operator::Predicate(op)), after))
            if is_25 || !matches!(op, BinaryOp::In | BinaryOp::Contains) =>
        {
            let (rest, right) = bounded(after, Strength::Predicate)?;
            enclosing(rest, input.start(), ExprKind::Binary(op, target(), right))
        }
        Some((Next::Test, _)) if is_complete_test(input) => test(input, target())?,
        _ if is_25 && input.kind() == TokenKind::Colon => has_labels(input.skip(1), target())?,
        _ => return Ok(None),
    };
    tested.span.start = input.start();
    rest.raise()?;
    Ok(Some((rest, tested)))
}

/// Whether IS or `::` is here and what makes it a test, so that it is no variable `is`.
fn is_complete_test(input: Input<'_>) -> bool {
    let is_25 = input.context.is_25.get();
    if input.kind() == TokenKind::DoubleColon {
        return true;
    }
    let after = input.skip(1);
    if after.keyword() == Some(Keyword::Not) && after.kind_at(1) == TokenKind::DoubleColon {
        return is_25;
    }
    if matches!(
        after.keyword(),
        Some(Keyword::Null | Keyword::Not | Keyword::Typed)
    ) || normal_form(after).0.keyword() == Some(Keyword::Normalized)
    {
        return true;
    }
    is_25
        && match after.kind() {
            TokenKind::Name => after.keyword() != Some(Keyword::Then) && !joins(after),
            TokenKind::QuotedName | TokenKind::DoubleColon | TokenKind::Bang => true,
            // Elsewhere it is the remainder of a variable.
            TokenKind::Percent => {
                after.kind_at(1) == TokenKind::Comma || after.keyword_at(1) == Some(Keyword::Then)
            }
            _ => false,
        }
}

/// `IS [NOT] NULL`, `[IS [NOT]] :: TYPE`, `IS Label` after `target`.
fn test(input: Input<'_>, target: Box<Expr>) -> Boxed<'_> {
    let start = target.span.start;
    if input.kind() == TokenKind::DoubleColon {
        let (rest, of) = value_type(input.skip(1))?;
        let of = Box::new(of);
        return Ok(enclosing(rest, start, ExprKind::IsTyped(target, of, true)));
    }
    let after_is = input.skip(1);
    let not = after_is.is_keyword(Keyword::Not);
    let rest = after_is.skip(usize::from(not));
    if let Some(rest) = rest.eat_keyword(Keyword::Null) {
        return Ok(enclosing(rest, start, ExprKind::IsNull(target, !not)));
    }
    let typed = rest
        .eat(TokenKind::DoubleColon)
        .or_else(|| rest.eat_keyword(Keyword::Typed));
    if let Some(rest) = typed {
        let (rest, of) = value_type(rest)?;
        let of = Box::new(of);
        return Ok(enclosing(rest, start, ExprKind::IsTyped(target, of, !not)));
    }
    let (after, form) = normal_form(rest);
    if after.keyword() == Some(Keyword::Normalized) {
        let kind = ExprKind::IsNormalized(target, form, !not);
        return Ok(enclosing(after.skip(1), start, kind));
    }
    let is_25 = rest.context.is_25.get();
    if not && !is_25 {
        return rest.unexpected("a type after '::'");
    }
    let worded = is_25 && rest.is_keyword(Keyword::Labeled) && starts_label(rest.skip(1));
    let (rest, mut labels) = label::predicate(rest.skip(usize::from(worded)))?;
    if not {
        labels = LabelExpr::Not(Box::new(labels));
    }
    rest.raise()?;
    Ok(enclosing(rest, start, ExprKind::HasLabels(target, labels)))
}

/// Whether a label expression follows LABELED, which else is a label itself.
fn starts_label(input: Input<'_>) -> bool {
    match input.kind() {
        TokenKind::Name => !joins(input) && !matches!(input.keyword(), Some(Keyword::Then)),
        TokenKind::QuotedName | TokenKind::Bang => true,
        _ => false,
    }
}

/// The normal form before NORMALIZED, NFC where none is.
fn normal_form(input: Input<'_>) -> (Input<'_>, NormalForm) {
    let form = match input.keyword() {
        Some(Keyword::Nfc) => NormalForm::Nfc,
        Some(Keyword::Nfd) => NormalForm::Nfd,
        Some(Keyword::Nfkc) => NormalForm::Nfkc,
        Some(Keyword::Nfkd) => NormalForm::Nfkd,
        _ => return (input, NormalForm::Nfc),
    };
    (input.skip(1), form)
}
