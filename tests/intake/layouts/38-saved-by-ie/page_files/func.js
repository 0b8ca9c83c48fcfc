function init(){}
