"""core3 in Mesa: one object an elder. Usage: core3_mesa.py AGENTS WEEKS REPEATS"""

import math

import mesa

from timing import report

COMMUNITY, GROUP = 500, 50


class Elder(mesa.Agent):
    def __init__(self, model, number):
        super().__init__(model)
        draw = model.random.random
        self.community, self.group = number // COMMUNITY, number // GROUP
        self.needs = [0.3 + 0.4 * draw() for _ in range(3)]
        weights = [0.1 + draw() for _ in range(3)]
        total = sum(weights)
        self.weights = [weight / total for weight in weights]
        self.trust = 0.3 + 0.4 * draw()
        self.habit = 0.2 * draw()
        self.income, self.health = draw(), draw()
        self.participating = draw() < 0.1

    def step(self):
        needs, (w0, w1, w2) = self.needs, self.weights
        norm, share = self.model.group_share[self.group], self.model.community_share[self.community]
        drive = w0 * (1 - needs[0]) + w1 * (1 - needs[1]) + w2 * (1 - needs[2])
        support = self.trust * (0.5 * norm + 0.5 * (0.2 + 0.8 * share))
        inclination = (2 * drive + 1.5 * support + 1.2 * self.habit + 0.5 * (0.5 - self.income)
                       - 0.8 * (1 - self.health) - 1.9)
        self.participating = self.random.random() < 1 / (1 + math.exp(-inclination))
        self.trust += 0.01 * (share - self.trust)
        if self.participating:
            needs[0] += 0.05 * (1 - needs[0])
            needs[1] += 0.06 * (1 - needs[1])
            needs[2] += 0.04 * (1 - needs[2])
            self.habit += 0.05 * (1 - self.habit)
            self.trust += 0.02 * (1 - self.trust)
        else:
            for k in range(3):
                needs[k] -= 0.02 * needs[k]
            self.habit -= 0.03 * self.habit


class Core3(mesa.Model):
    def __init__(self, agents, seed=1):
        super().__init__(seed=seed)
        self.elders = [Elder(self, number) for number in range(agents)]

    def step(self):
        # Shares of last week, so that the order of elders does not matter.
        self.community_share = [0.0] * (len(self.elders) // COMMUNITY)
        self.group_share = [0.0] * (len(self.elders) // GROUP)
        for elder in self.elders:
            if elder.participating:
                self.community_share[elder.community] += 1 / COMMUNITY
                self.group_share[elder.group] += 1 / GROUP
        self.agents.shuffle_do("step")

    def run(self, weeks):
        for _ in range(weeks):
            self.step()

    def share(self):
        return sum(elder.participating for elder in self.elders) / len(self.elders)


if __name__ == "__main__":
    report(Core3)
