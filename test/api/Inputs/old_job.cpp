// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A C++ program as they were written for HTCondor's library.
#include <iostream>
#include <vector>

extern "C" {
void ckpt();
void ckpt_and_exit();
void init_image_with_file_name(const char *name);
int _condor_warning_config_byname(const char *kind, const char *mode);
extern unsigned int _condor_numrestarts;
}

namespace job {
void restart() {} // has nothing to do with the library's
} // namespace job

int main(int argc, char **argv) {
  std::vector<int> done;
  _condor_warning_config_byname("ALL", "OFF");
  init_image_with_file_name("old.ckpt");
  for (int i = 0; i < 5; ++i) {
    done.push_back(i);
    std::cout << i << ' ' << (argc > 1 ? argv[1] : "no argument") << std::endl;
    ckpt();
    if (i == 2)
      ckpt_and_exit();
  }
  job::restart();
  std::cout << _condor_numrestarts << " restart" << std::endl;
}
