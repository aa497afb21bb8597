// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TCP connections within the program whose receiving end is full, so that the
// other holds data back: all arrives, in order; also behind an end, and where the
// program has fixed the size of its buffers.
// REQUIRES: localhost
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t --at-least 2 --uid 65534 --modes pie,static
#include "accept_queue.h"
#include <fcntl.h>

static long sent[3], seen[3];

// Until no more is taken, or all that is asked for.
static void fill(int to, int way, long most) {
  char text[4093];
  ssize_t n = 0;
  for (; sent[way] < most; sent[way] += n) {
    for (size_t i = 0; i < sizeof text; ++i)
      text[i] = (char)((sent[way] + (long)i) % 251);
    if ((n = send(to, text, sizeof text, MSG_DONTWAIT)) <= 0)
      break;
  }
}

static void drain(int from, int way) {
  char text[65536];
  ssize_t n;
  while ((n = recv(from, text, sizeof text, 0)) > 0)
    for (ssize_t i = 0; i < n; ++i)
      CHECK(text[i] == (char)(seen[way]++ % 251));
  CHECK(n == 0 && seen[way] == sent[way]);
}

int main(void) {
  struct sockaddr_in at = {AF_INET};
  int listener = listen_at(&at, sizeof at, SOCK_STREAM, 5), small = 20000;
  int a = connect_to(&at, sizeof at, SOCK_STREAM), b = accept(listener, 0, 0);
  int c = connect_to(&at, sizeof at, SOCK_STREAM), d = accept(listener, 0, 0);
  CHECK(!setsockopt(d, SOL_SOCKET, SO_RCVBUF, &small, sizeof small));
  CHECK(!setsockopt(c, SOL_SOCKET, SO_SNDBUF, &small, sizeof small));
  fill(a, 0, 3000000), fill(b, 1, 100000), fill(c, 2, 1000000);
  CHECK(sent[2] < 1000000 && !shutdown(b, SHUT_WR)); // c holds back
  for (int round = 0; round < 2; ++round) {
    int size = 0;
    socklen_t four = sizeof size;
    checkpoint();
    CHECK(!getsockopt(d, SOL_SOCKET, SO_RCVBUF, &size, &four));
    CHECK(size == 2 * small);
  }
  CHECK(!shutdown(a, SHUT_WR) && !shutdown(c, SHUT_WR));
  drain(b, 0), drain(a, 1), drain(d, 2);
  puts("done");
}
