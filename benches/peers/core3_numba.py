"""core3 in Numba: one compiled loop, communities over threads. Usage: core3_numba.py AGENTS WEEKS REPEATS"""

import math

import numba
import numpy as np

from timing import report

COMMUNITY, GROUP = 500, 50
ONE = np.float32(1)


@numba.njit(parallel=True, fastmath=True)
def advance(weeks, need0, need1, need2, weight0, weight1, weight2, trust, habit, income, health, participating):
    for community in numba.prange(len(trust) // COMMUNITY):
        first = community * COMMUNITY
        for _ in range(weeks):
            groups = np.zeros(COMMUNITY // GROUP, dtype=np.float32)
            for k in range(COMMUNITY):
                groups[k // GROUP] += participating[first + k]
            share = groups.sum() / np.float32(COMMUNITY)
            for k in range(COMMUNITY):
                i = first + k
                drive = (weight0[i] * (ONE - need0[i]) + weight1[i] * (ONE - need1[i])
                         + weight2[i] * (ONE - need2[i]))
                norm = groups[k // GROUP] / np.float32(GROUP)
                support = trust[i] * (np.float32(0.5) * norm + np.float32(0.1) + np.float32(0.4) * share)
                inclination = (np.float32(2) * drive + np.float32(1.5) * support + np.float32(1.2) * habit[i]
                               + np.float32(0.5) * (np.float32(0.5) - income[i])
                               - np.float32(0.8) * (ONE - health[i]) - np.float32(1.9))
                chance = ONE / (ONE + math.exp(-inclination))
                trust[i] += np.float32(0.01) * (share - trust[i])
                if np.random.random() < chance:
                    participating[i] = 1
                    need0[i] += np.float32(0.05) * (ONE - need0[i])
                    need1[i] += np.float32(0.06) * (ONE - need1[i])
                    need2[i] += np.float32(0.04) * (ONE - need2[i])
                    habit[i] += np.float32(0.05) * (ONE - habit[i])
                    trust[i] += np.float32(0.02) * (ONE - trust[i])
                else:
                    participating[i] = 0
                    need0[i] -= np.float32(0.02) * need0[i]
                    need1[i] -= np.float32(0.02) * need1[i]
                    need2[i] -= np.float32(0.02) * need2[i]
                    habit[i] -= np.float32(0.03) * habit[i]


class Core3:
    def __init__(self, agents, seed=1):
        random = np.random.default_rng(seed)
        draw = lambda: random.random(agents, dtype=np.float32)
        needs = [0.3 + 0.4 * draw() for _ in range(3)]
        weights = np.stack([0.1 + draw() for _ in range(3)])
        weights = list(weights / weights.sum(axis=0))
        trust, habit, income, health = 0.3 + 0.4 * draw(), 0.2 * draw(), draw(), draw()
        self.participating = (draw() < 0.1).astype(np.uint8)
        self.columns = [*needs, *weights, trust, habit, income, health, self.participating]

    def run(self, weeks):
        advance(weeks, *self.columns)

    def share(self):
        return float(self.participating.mean())


if __name__ == "__main__":
    Core3(COMMUNITY).run(1)  # compile
    report(Core3)
