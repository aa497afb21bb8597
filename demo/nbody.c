// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A star cluster under its own gravity: leapfrog integration, every pair of
// stars summed directly.  An ordinary batch program that knows nothing of
// checkpoints: it allocates memory, computes for some seconds, and appends to
// one open file as it goes.
//
//   nbody FILE [STARS [STEPS]]
//
// Each line of FILE is a step and the total energy; the last line is a
// checksum over every bit of every position and velocity.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kDims = 3, kLines = 40 };
static const double kTimeStep = 1.0 / 4096;
static const double kSoftening = 1.0 / 1024;

struct star {
  double position[kDims], velocity[kDims], force[kDims], mass;
};

static double random_number(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / (double)(1ull << 53) - 0.5;
}

static struct star *create_cluster(int count) {
  struct star *stars = calloc((size_t)count, sizeof *stars);
  uint64_t state = 42;
  if (!stars)
    return NULL;
  for (int i = 0; i < count; ++i) {
    stars[i].mass = 1.0 / count;
    for (int d = 0; d < kDims; ++d) {
      stars[i].position[d] = 2 * random_number(&state);
      stars[i].velocity[d] = random_number(&state);
    }
  }
  return stars;
}

// Sets every force; returns the potential energy.
static double compute_forces(struct star *stars, int count) {
  double potential = 0;
  for (int i = 0; i < count; ++i)
    memset(stars[i].force, 0, sizeof stars[i].force);
  for (int i = 0; i < count; ++i)
    for (int j = i + 1; j < count; ++j) {
      double apart[kDims], square = kSoftening;
      for (int d = 0; d < kDims; ++d) {
        apart[d] = stars[j].position[d] - stars[i].position[d];
        square += apart[d] * apart[d];
      }
      double inverse = 1 / sqrt(square);
      double pull = stars[i].mass * stars[j].mass * inverse;
      potential -= pull;
      pull *= inverse * inverse;
      for (int d = 0; d < kDims; ++d) {
        stars[i].force[d] += pull * apart[d];
        stars[j].force[d] -= pull * apart[d];
      }
    }
  return potential;
}

static void kick(struct star *stars, int count, double time) {
  for (int i = 0; i < count; ++i)
    for (int d = 0; d < kDims; ++d)
      stars[i].velocity[d] += time * stars[i].force[d] / stars[i].mass;
}

static double step(struct star *stars, int count) {
  double energy = 0;
  kick(stars, count, kTimeStep / 2);
  for (int i = 0; i < count; ++i)
    for (int d = 0; d < kDims; ++d)
      stars[i].position[d] += kTimeStep * stars[i].velocity[d];
  energy = compute_forces(stars, count);
  kick(stars, count, kTimeStep / 2);
  for (int i = 0; i < count; ++i)
    for (int d = 0; d < kDims; ++d)
      energy += stars[i].mass * stars[i].velocity[d] * stars[i].velocity[d] / 2;
  return energy;
}

static uint64_t checksum(const struct star *stars, int count) {
  const unsigned char *bytes = (const unsigned char *)stars;
  uint64_t sum = 14695981039346656037u;
  for (size_t i = 0; i < (size_t)count * sizeof *stars; ++i)
    sum = (sum ^ bytes[i]) * 1099511628211u;
  return sum;
}

int main(int argc, char **argv) {
  int count = argc > 2 ? atoi(argv[2]) : 400;
  int steps = argc > 3 ? atoi(argv[3]) : 20000;
  if (argc < 2 || count < 2 || steps < kLines) {
    fprintf(stderr, "usage: %s FILE [STARS [STEPS]]\n", argv[0]);
    return 2;
  }
  FILE *out = fopen(argv[1], "w");
  struct star *stars = create_cluster(count);
  if (!out || !stars) {
    perror(argv[1]);
    return 1;
  }
  compute_forces(stars, count);
  for (int i = 1; i <= steps; ++i) {
    double energy = step(stars, count);
    if (i % (steps / kLines) == 0) {
      fprintf(out, "step %d energy %.15g\n", i, energy);
      fflush(out);
    }
  }
  fprintf(out, "checksum %016llx\n", (unsigned long long)checksum(stars, count));
  free(stars);
  return fclose(out) != 0;
}
