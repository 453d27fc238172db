"""core3 in NumPy: whole columns at once. Usage: core3_numpy.py AGENTS WEEKS REPEATS"""

import numpy as np

from timing import report

COMMUNITY, GROUP = 500, 50
GAINS = np.array([[0.05], [0.06], [0.04]], dtype=np.float32)


class Core3:
    def __init__(self, agents, seed=1):
        self.random = np.random.default_rng(seed)
        draw = lambda: self.random.random(agents, dtype=np.float32)
        self.needs = np.stack([0.3 + 0.4 * draw() for _ in range(3)])
        weights = np.stack([0.1 + draw() for _ in range(3)])
        self.weights = weights / weights.sum(axis=0)
        self.trust = 0.3 + 0.4 * draw()
        self.habit = 0.2 * draw()
        self.income = draw()
        self.health = draw()
        self.participating = draw() < 0.1

    def week(self):
        takes_part = self.participating.astype(np.float32)
        by_community = takes_part.reshape(-1, COMMUNITY).mean(axis=1)
        by_group = takes_part.reshape(-1, GROUP).mean(axis=1)
        community = np.repeat(by_community, COMMUNITY)
        norm = np.repeat(by_group, GROUP)
        drive = (self.weights * (1 - self.needs)).sum(axis=0)
        support = self.trust * (0.5 * norm + 0.5 * (0.2 + 0.8 * community))
        inclination = (2 * drive + 1.5 * support + 1.2 * self.habit + 0.5 * (0.5 - self.income)
                       - 0.8 * (1 - self.health) - 1.9)
        chance = 1 / (1 + np.exp(-inclination))
        now = self.random.random(len(chance), dtype=np.float32) < chance
        self.needs += np.where(now, GAINS * (1 - self.needs), np.float32(-0.02) * self.needs)
        self.habit += np.where(now, np.float32(0.05) * (1 - self.habit), np.float32(-0.03) * self.habit)
        self.trust += (np.where(now, np.float32(0.02) * (1 - self.trust), np.float32(0))
                       + np.float32(0.01) * (community - self.trust))
        self.participating = now

    def run(self, weeks):
        for _ in range(weeks):
            self.week()

    def share(self):
        return float(self.participating.mean())


if __name__ == "__main__":
    report(Core3)
