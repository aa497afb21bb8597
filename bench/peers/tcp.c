/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* tcp PORT: a connection to another process, which answers. */
#include "peers.h"
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons((unsigned short)atoi(argv[argc - 1])),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int s = socket(AF_INET, SOCK_STREAM, 0);
  char c = 'x';
  if (connect(s, (struct sockaddr *)&to, sizeof to))
    return 1;
  checkpoint_here();
  say("connection", write(s, &c, 1) == 1 && read(s, &c, 1) == 1);
}
