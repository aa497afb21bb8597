// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The manual pages of the commands, with the options and exit codes of their
// own tables.
#include "driver/options.h"
#include "llvm/Option/Option.h"
#include "tools/docgen/docgen.h"
#include "tools/docgen/roff.h"

namespace ckpt::docgen {

namespace {

std::string driver_options() {
  const llvm::opt::OptTable &table = driver::command_table();
  std::string out = ".SH OPTIONS\n";
  for (unsigned id = 1; id <= table.getNumOptions(); ++id) {
    const llvm::opt::Option option = table.getOption(id);
    const char *text = table.getOptionHelpText(id);
    if (!option.hasFlag(driver::Ours) || !text)
      continue;
    const char *operand = table.getOptionMetaVar(id);
    out += item(option.getPrefixedName(), operand ? operand : "",
                std::string(text) + ".");
  }
  return out;
}

constexpr char kCompileText[] =
    R"(.SH SYNOPSIS
.B ckpt_compile
[\fIoptions\fR] \fIcommand\fR [\fIarguments\fR]
.SH DESCRIPTION
Runs \fIcommand\fR so that what it links can be checkpointed and restarted.
.PP
If \fIcommand\fR is a compiler (cc, gcc, g++, clang, gfortran and the like, also
with a version or a target in its name) or a linker, its command line is read.
A line that links a program gets the runtime; every other one is run unchanged.
If it is anything else, such as make, the compilers that it starts are led
through \fBckpt_compile\fR.
.PP
With \fB\-\-ckpt\-instrument\fR clang also loads the LLVM pass that routes the
system calls of what it compiles; \-Rpass=ckpt\-syscalls and
\-Rpass\-missed=ckpt\-syscalls name them, and \fBckpt_inspect sites\fR lists
them.
.PP
A symbolic link to \fBckpt_compile\fR with a compiler's name acts as that
compiler.
.PP
The program writes a checkpoint and ends at SIGTSTP, and writes one and goes on
at SIGUSR2; its flags are in \fBckpt_flags\fR(7), what it can call is in
\fBckpt\fR(3).
)";

constexpr char kCompileExamples[] =
    R"(.SH EXAMPLES
.nf
ckpt_compile gcc \-O2 job.c \-o job
ckpt_compile \-\-ckpt\-static g++ main.o util.o \-lm \-o job
ckpt_compile \-\-ckpt\-instrument clang \-O2 job.c \-o job
\&./configure CC='ckpt_compile gcc' CXX='ckpt_compile g++'
ckpt_compile make \-j4
.fi
.SH SEE ALSO
.BR ckpt_run (1),
.BR ckpt_inspect (1),
.BR ckpt (3),
.BR ckpt_flags (7)
)";

constexpr char kRunText[] =
    R"(.SH SYNOPSIS
.B ckpt_run
[\fIoptions\fR] [\-\-] \fIjob\fR [\fIarguments\fR]
.br
.B ckpt_run \-\-listen
[\fIhost\fR:]\fIport\fR [\fIoptions\fR] [\-\-] \fIjob\fR [\fIarguments\fR]
.br
.B ckpt_run \-\-migrate
.I pid host port
.SH DESCRIPTION
Runs a job that \fBckpt_compile\fR(1) linked: restarts it if its image is there,
turns the batch system's SIGTERM into a request for a checkpoint, and ends as
the job ended.
)";

constexpr char kRunExamples[] =
    R"(.SH EXAMPLES
.nf
ckpt_run \-\-checkpoint\-exit\-code 85 \-\- ./job input.txt
CKPT_TOKEN=secret ckpt_run \-\-listen 7777 ./job input.txt
ckpt_run \-\-migrate 4711 node7 7777
.fi
.SH SEE ALSO
.BR ckpt_compile (1),
.BR ckpt_inspect (1),
.BR ckpt_flags (7)
)";

constexpr char kInspectText[] =
    R"(.SH SYNOPSIS
.B ckpt_inspect
[\fIoptions\fR] \fIimage\fR
.br
.B ckpt_inspect
[\fIoptions\fR] \fBverify\fR \fIimage\fR
.br
.B ckpt_inspect
[\fIoptions\fR] \fBsites\fR \fIprogram\fR
.SH DESCRIPTION
Shows what a checkpoint image holds, after its head (records, tables, commit
record) was checked.
With \fBverify\fR it reads every byte, checks every saved page, and that nothing
else is in the file.
.PP
With \fBsites\fR it shows the places of a program, library or object that make
system calls, as the LLVM pass (\fBckpt_compile \-\-ckpt\-instrument\fR) has noted
them: which are routed to the runtime without a trap, and why others are not.
.PP
An image whose name is "verify" or "sites", or starts with "\-", is given
as ./\fIname\fR.
)";

constexpr char kInspectExamples[] =
    R"(.SH EXAMPLES
.nf
ckpt_inspect job.ckpt
ckpt_inspect \-\-json job.ckpt | jq .image.generation
ckpt_inspect sites job
.fi
.SH SEE ALSO
.BR ckpt_compile (1),
.BR ckpt_run (1),
.BR ckpt_flags (7)
)";

// "-f, --ckpt-file"
std::string spelled(char letter, std::string_view spelling) {
  std::string out = letter ? std::string("-") + letter + ", " : std::string();
  return out + std::string(spelling);
}

} // namespace

std::string compile_page() {
  std::string out = head("ckpt_compile", 1, "driver/Options.td",
                         "link programs so that they can be checkpointed") +
                    kCompileText + driver_options() +
                    ".SH EXIT STATUS\nThe command's own; 128 + N when signal N "
                    "killed it; or, with a line on standard error:\n";
#define CKPT_EXIT_CODE(Name, number, sentence) out += exit_code(number, sentence);
#include "driver/exit_codes.def"
  return out + kCompileExamples;
}

std::string run_page() {
  std::string out = head("ckpt_run", 1, "tools/run/options.def",
                         "run a checkpointable job under a batch system") +
                    kRunText + ".SH OPTIONS\n";
#define CKPT_RUN_OPTION(id, letter, spelling, operands, text)                  \
  out += item(spelled(letter, spelling), operands, text);
#include "tools/run/options.def"
  out += ".SH EXIT STATUS\nThe job's own; when a signal killed the job, "
         "ckpt_run dies by the same one (128 + its number where it is process "
         "1); or, with a line on standard error:\n";
#define CKPT_EXIT_CODE(Name, number, sentence) out += exit_code(number, sentence);
#include "tools/run/exit_codes.def"
  return out + kRunExamples;
}

std::string inspect_page() {
  std::string out = head("ckpt_inspect", 1, "tools/inspect/options.def",
                         "show and verify checkpoint images") +
                    kInspectText + ".SH OPTIONS\n";
#define CKPT_INSPECT_OPTION(letter, spelling, text)                            \
  out += item(spelled(letter, spelling), "", text);
#include "tools/inspect/options.def"
  out += ".SH EXIT STATUS\n";
#define CKPT_EXIT_CODE(Name, number, sentence) out += exit_code(number, sentence);
#include "tools/inspect/exit_codes.def"
  return out + kInspectExamples;
}

} // namespace ckpt::docgen
