"""The command line: python -m proeftuin controleer | status | demo | laad | publiceer | toon |
effect | prognose | rapport | app | edities | editie | nulmeting | ruim-op | gesprekken.

Exit codes: 0 done, 1 refused or failed (the reason in Dutch on stderr), 2 wrong usage.
"""

import errno
import os
import sys
from argparse import Namespace
from pathlib import Path

from proeftuin.cli import make_parser
from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless


def main(arguments: list[str] | None = None) -> int:
    """Run one command; arguments without the program name (default: sys.argv). The exit code."""
    options = make_parser().parse_args(arguments)
    options.data = options.data or Path(os.environ.get("PROEFTUIN_DATA") or "var")
    try:
        _run(options)
        return 0
    except ProeftuinError as error:
        _complain(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _complain(_describe_file_error(error))
    except KeyboardInterrupt:
        _complain("Afgebroken. Wat al klaarstond is niet veranderd.")
        return 130
    except MemoryError:
        _complain("Er is te weinig geheugen. Sluit andere programma's en probeer het opnieuw.")
    except Exception as error:  # a bug: say where, never what, for a value may be a person key
        _complain(_describe_bug(error))
    return 1


def _run(options: Namespace) -> None:
    """Import the command only now, so that help and errors come at once."""
    from proeftuin.cli import run_command

    run_command(options)


def _complain(text: str) -> None:
    sys.stderr.write("Fout: " + harmless(text, keep="\n") + "\n")


FILE_ERRORS = {
    errno.EACCES: "u mag hier niet bij; geef uw account rechten op",
    errno.EPERM: "u mag hier niet bij; geef uw account rechten op",
    errno.EROFS: "deze schijf is alleen te lezen; kies met --data een andere map dan",
    errno.ENOSPC: "de schijf is vol; maak ruimte en probeer het opnieuw",
    errno.EDQUOT: "de schijf is vol; maak ruimte en probeer het opnieuw",
    errno.ENOENT: "dit bestaat niet",
    errno.ENOTDIR: "dit is geen map",
    errno.EISDIR: "dit is een map en geen bestand",
    errno.EIO: "de schijf geeft een fout",
}


def _describe_file_error(error: OSError) -> str:
    """What went wrong with which file, and that what stood there before still stands."""
    why = FILE_ERRORS.get(error.errno or 0, "het systeem weigert")
    place = f": '{error.filename}'" if error.filename else ""
    return f"Lezen of schrijven lukt niet, {why}{place}. Wat al klaarstond is niet veranderd."


def _describe_bug(error: Exception) -> str:
    """Kind and place of an unexpected error, without any value."""
    trace = error.__traceback__
    place = "onbekend"
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if Path(__file__).parent in file.parents:
            place = f"{file.name}, regel {trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"Er ging iets mis in het programma ({type(error).__name__} in {place}). "
        "Er is niets veranderd. Geef deze regel door aan de beheerder."
    )


if __name__ == "__main__":
    sys.exit(main())
