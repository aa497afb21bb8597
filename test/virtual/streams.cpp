// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// stdio and iostream: files, pipes, temporary files, standard streams moved to files.
// RUN: %job %s %t --at-least 2 --build "g++ -O2" --files data,moved \
// RUN:   --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <fstream>
#include <iostream>
#include <string>

int main() {
  std::ofstream out("data");
  FILE *temporary = tmpfile();
  for (int i = 0; i < 5000; ++i)
    out << "line " << i << '\n', fprintf(temporary, "%d ", i);
  checkpoint();
  out << "behind" << std::endl;
  std::ifstream in("data");
  std::string line, last;
  size_t count = 0, sum = 0;
  while (std::getline(in, line))
    ++count, last = line;
  rewind(temporary);
  for (int i; fscanf(temporary, "%d", &i) == 1;)
    sum += (size_t)i;
  checkpoint();
  std::cout << count << ' ' << last << ' ' << sum << std::endl;
  FILE *command = popen("cat", "w");
  fprintf(command, "through cat\n");
  CHECK(pclose(command) == 0);
  std::cerr.flush();
  CHECK(freopen("moved", "w", stdout));
  printf("in a file %d\n", fileno(stdout) == 1);
  fclose(stdout);
}
