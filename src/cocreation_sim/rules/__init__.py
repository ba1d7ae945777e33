"""How people and firms decide: pure scalar functions, one file a decision.

A rule takes scalars and named tuples and returns scalars. It draws nothing (the engine hands it
its draws), keeps nothing and knows no engine, so the same function is played by Mesa agents and
over arrays.

What every engine does, in this order
-------------------------------------
A run is a sequence of sub-rounds of about a day; so many of them make a period, at whose end
results are recorded. Within a sub-round *others* are read as they stood at its start, while a
person's own doings follow one another in time and count at once. So the order of people never
matters, and the length of the period decides what is recorded, not what happens (a period that is
no whole number of days shifts the length of its sub-rounds a little).

Time is in weeks. Sub-round n covers [n * step, (n + 1) * step). For each sub-round, once the
changes of levers whose time has come have taken hold:

1.  **Reach** (firms by name): the hazard of hearing grows; whoever's threshold it passes is aware
    from the interpolated time on.
2.  **Open** (firms by name): campaigns that start; a new round: its launch, and the summons of
    those who are engaged; what people will see of the firm (odds, rivals, share explained, the
    week's shock).
3.  **People's own time** (each person's events in order of time, then kind, firm, idea): news of
    their ideas, load, fading interest, the end of patience, recovering, finishing an entry,
    visits. At a visit: exhaustion may keep the person away; a race between nothing, voting,
    contributing and building on, over all firms that engage the person; then voting or creating.
4.  **Create**: the new ideas of the sub-round join the firm's, by birth, then key.
5.  **Count votes**: of people and of the wider public; milestones passed.
6.  **Review** (slots in real time; each takes the waiting idea with the lowest place): reading,
    replying, in `merge` campaigns accepting. News goes out for the next sub-round.
7.  **Deadlines** of ideas: milestones missed, shelf lives over.
8.  **Close** a round: shortlist, select, announce; prizes.
9.  **Take stock**: integration, sales and money of the sub-round, causes of failure; at the end
    of a period, the record.

News of a sub-round reaches people at the start of the next one at the earliest. After the last
sub-round, news that is due is still delivered. Sums run over ascending keys; money is in cents.

Kinds of events at the same time come in the order of the constants in `rules.events`.
"""
