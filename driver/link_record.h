// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a build's compilers, run through us, tell the ckpt_compile that started
// the build what they did: a byte each, appended to a file that an environment
// variable names.  A run inside another one passes its bytes on.
#pragma once
#include "driver/diagnostics.h"
#include <string>
#include <variant>

namespace ckpt::driver {

enum class Event : char {
  kOther = 'c',   // a compiler that links nothing
  kLibrary = 'l', // a link that makes no program of ours
  kProgram = 'p', // a program, linked and verified
};

// To the run that we are part of, if any.  What cannot be written is lost.
void report(Event event);

class LinkRecord {
public:
  // Makes the file and announces it in our environment.
  // Errors: kNoDirectory when the directory for temporary files takes none.
  static std::variant<LinkRecord, Failure> create();
  LinkRecord(LinkRecord &&other);
  LinkRecord &operator=(LinkRecord &&) = delete;
  ~LinkRecord();

  struct Counts {
    size_t others = 0, libraries = 0, programs = 0;
  };
  // What has been reported; the run that we are part of is told too.
  Counts finish();

private:
  LinkRecord(std::string path, std::string outer);
  std::string path_;
  std::string outer_; // empty: we are part of no other run
};

} // namespace ckpt::driver
