// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The linker options (-Wl, -Xlinker, ld itself) that decide what kind of file
// comes out, where it starts and under which name, and those whose operand
// must not be taken for one.  Source: the manuals of GNU ld, gold, lld, mold.
include "llvm/Option/OptParser.td"

def Information : OptionGroup<"information">;
def NotAProgram : OptionGroup<"not a program">;

class Does<string name, OptionGroup group>
    : Option<["-", "--"], name, KIND_FLAG>, Group<group>;
foreach name = ["version", "help", "target-help", "print-output-format",
                "dump-config"] in
  def : Does<name, Information>;
foreach name = ["shared", "Bshareable", "r", "relocatable", "i", "Ur",
                "dll"] in
  def : Does<name, NotAProgram>;

def e : Option<["-"], "e", KIND_JOINED_OR_SEPARATE>;
def entry : Option<["-", "--"], "entry", KIND_SEPARATE>, Alias<e>;
def entry_eq : Option<["-", "--"], "entry=", KIND_JOINED>, Alias<e>;
def o : Option<["-"], "o", KIND_JOINED_OR_SEPARATE>;
def output : Option<["--"], "output", KIND_SEPARATE>, Alias<o>;
def output_eq : Option<["--"], "output=", KIND_JOINED>, Alias<o>;
def m : Option<["-"], "m", KIND_JOINED_OR_SEPARATE>;
def b : Option<["-"], "b", KIND_JOINED_OR_SEPARATE>;
def format : Option<["-", "--"], "format", KIND_SEPARATE>, Alias<b>;
def format_eq : Option<["-", "--"], "format=", KIND_JOINED>, Alias<b>;
def T : Option<["-"], "T", KIND_JOINED_OR_SEPARATE>;
def script : Option<["-", "--"], "script", KIND_SEPARATE>, Alias<T>;
def script_eq : Option<["-", "--"], "script=", KIND_JOINED>, Alias<T>;
def dT : Option<["-"], "dT", KIND_JOINED_OR_SEPARATE>, Alias<T>;
def default_script : Option<["-", "--"], "default-script", KIND_SEPARATE>,
    Alias<T>;
def default_script_eq : Option<["-", "--"], "default-script=", KIND_JOINED>,
    Alias<T>;
def L : Option<["-"], "L", KIND_JOINED_OR_SEPARATE>;
def library_path : Option<["-", "--"], "library-path", KIND_SEPARATE>,
    Alias<L>;
def library_path_eq : Option<["-", "--"], "library-path=", KIND_JOINED>,
    Alias<L>;
def oformat : Option<["--"], "oformat", KIND_SEPARATE>;
def oformat_eq : Option<["--"], "oformat=", KIND_JOINED>, Alias<oformat>;
def build_id : Option<["-", "--"], "build-id", KIND_FLAG>;
def build_id_eq : Option<["-", "--"], "build-id=", KIND_JOINED>;
def l : Option<["-"], "l", KIND_JOINED_OR_SEPARATE>;
def library : Option<["--"], "library", KIND_SEPARATE>, Alias<l>;
def library_eq : Option<["--"], "library=", KIND_JOINED>, Alias<l>;
def whole_archive : Option<["-", "--"], "whole-archive", KIND_FLAG>;
def no_whole_archive : Option<["-", "--"], "no-whole-archive", KIND_FLAG>;
def static_libraries : Option<["-", "--"], "static", KIND_FLAG>;
foreach name = ["Bstatic", "dn", "non_shared"] in
  def : Option<["-"], name, KIND_FLAG>, Alias<static_libraries>;
def dynamic_libraries : Option<["-"], "Bdynamic", KIND_FLAG>;
foreach name = ["dy", "call_shared"] in
  def : Option<["-"], name, KIND_FLAG>, Alias<dynamic_libraries>;
def push_state : Option<["-", "--"], "push-state", KIND_FLAG>;
def pop_state : Option<["-", "--"], "pop-state", KIND_FLAG>;

// Words that -e would take for a joined symbol.
foreach name = ["eh-frame-hdr", "emit-relocs", "enable-new-dtags",
                "enable-non-contiguous-regions", "end-group", "end-lib",
                "export-dynamic", "error-unresolved-symbols"] in
  def : Option<["-", "--"], name, KIND_FLAG>;

// -Ttext=0 names no script.
foreach name = ["Tbss=", "Tdata=", "Ttext=", "Ttext-segment=",
                "Trodata-segment=", "Tldata-segment="] in
  def : Option<["-", "--"], name, KIND_JOINED>;

foreach name = ["A", "F", "G", "I", "O", "P", "R", "Y", "a", "c", "f", "h",
                "u", "y", "z"] in
  def : Option<["-"], name, KIND_JOINED_OR_SEPARATE>;
foreach name = ["Map", "Tbss", "Tdata", "Ttext", "Ttext-segment", "assert",
                "audit", "auxiliary", "chroot", "defsym",
                "depaudit", "dependency-file", "dynamic-linker",
                "dynamic-list", "exclude-libs", "export-dynamic-symbol",
                "export-dynamic-symbol-list", "filter", "fini", "flavor", "init", "just-symbols", "mri-script",
                "plugin", "plugin-opt", "require-defined",
                "retain-symbols-file", "rpath", "rpath-link",
                "section-start", "soname", "sort-section", "spare-dynamic-tags",
                "sysroot", "task-link", "trace-symbol", "undefined",
                "version-exports-section", "version-script", "wrap"] in
  def : Option<["-", "--"], name, KIND_SEPARATE>;
