@echo off
rem Async Lab launcher for Windows: the same steps as the script `lab`, without the search of every usual folder.
setlocal
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
if defined LAB_JAVA_HOME set "JAVA_HOME=%LAB_JAVA_HOME%"
if not defined JAVA_HOME for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\jdk-25*" "%ProgramFiles%\Java\jdk-25*" "%ProgramFiles%\Microsoft\jdk-25*") do set "JAVA_HOME=%%~D"
if not exist "%JAVA_HOME%\bin\javac.exe" goto nojdk
findstr /b /c:"JAVA_VERSION=\"25" "%JAVA_HOME%\release" >nul 2>&1 || goto nojdk
if "%~1"=="test" goto test
if exist "%HOME_DIR%\lab-server\target\lab-server.jar" if exist "%HOME_DIR%\lab-client\target\lab-client.jar" goto run
echo lab: first use: building 1>&2
call "%HOME_DIR%\mvnw.cmd" -f "%HOME_DIR%\pom.xml" -q -B -pl lab-client,lab-server -Dmaven.test.skip=true -Dspotless.check.skip=true package
if errorlevel 1 exit /b 1
:run
"%JAVA_HOME%\bin\java.exe" -Dlab.home="%HOME_DIR%" -jar "%HOME_DIR%\lab-client\target\lab-client.jar" %*
exit /b %errorlevel%
:test
shift
call "%HOME_DIR%\mvnw.cmd" -f "%HOME_DIR%\pom.xml" -B -ntp verify
exit /b %errorlevel%
:nojdk
echo lab: needs a JDK 25. Install Temurin 25 from https://adoptium.net/ or set LAB_JAVA_HOME. 1>&2
exit /b 4
