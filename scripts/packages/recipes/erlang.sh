# Erlang: a release made by systools, and listed by its own .rel file.
set -euo pipefail
root=$1 work=$2
mkdir -p "$work/lib/greeter-0.7.1/ebin" && cd "$work"
printf '{application, greeter,\n [{description, "A program"},\n  {vsn, "0.7.1"},\n  {modules, [greeter]},\n  {registered, []},\n  {applications, [kernel, stdlib, crypto]}]}.\n' > lib/greeter-0.7.1/ebin/greeter.app
printf -- '-module(greeter).\n-export([hello/0]).\nhello() -> hello.\n' > greeter.erl
erlc -o lib/greeter-0.7.1/ebin greeter.erl
erl -noinput -pa lib/greeter-0.7.1/ebin -eval '
  Version = fun(A) -> application:load(A), {ok, V} = application:get_key(A, vsn), V end,
  Release = {release, {"greeter", "1.0"}, {erts, erlang:system_info(version)},
             [{A, Version(A)} || A <- [kernel, stdlib, crypto, greeter]]},
  ok = file:write_file("greeter.rel", io_lib:format("~p.~n", [Release])),
  ok = systools:make_script("greeter", [silent, {path, ["lib/greeter-0.7.1/ebin"]}]) , halt().' > log 2>&1 ||
  erl -noinput -pa lib/greeter-0.7.1/ebin -eval 'systools:make_script("greeter", [{path, ["lib/greeter-0.7.1/ebin"]}]), halt().' >> log 2>&1
erl -noinput -pa lib/greeter-0.7.1/ebin -eval 'ok = systools:make_tar("greeter", [{erts, code:root_dir()}, {path, ["lib/greeter-0.7.1/ebin"]}]), halt().' >> log 2>&1 || { cat log >&2; exit 1; }
mkdir -p "$root/opt/greeter" && tar xzf greeter.tar.gz -C "$root/opt/greeter"
printf '%s 1.0\n' "$(erl -noinput -eval 'io:put_chars(erlang:system_info(version)), halt().')" > "$root/opt/greeter/releases/start_erl.data"
printf 'TOOL\tErlang/OTP %s, systools\n' "$(erl -noinput -eval 'io:put_chars(erlang:system_info(otp_release)), halt().')"
erl -noinput -eval '
  {ok, [{release, _, {erts, E}, Applications}]} = file:consult("greeter.rel"),
  io:format("erts ~s erts-~s~n", [E, E]),
  [io:format("~s ~s lib/~s-~s~n", [element(1, A), element(2, A), element(1, A), element(2, A)]) || A <- Applications], halt().' |
  while read -r name version place; do
    printf 'PACKAGE\t%s\t%s\t%s\n' "$([ "$name" = greeter ] && echo hex || echo otp)" "$name" "$version"
    find "$root/opt/greeter/$place" -type f | sed "s#^$root#FILE\t#"
  done
